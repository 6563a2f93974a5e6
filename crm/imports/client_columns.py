"""The columns of a list of clients, with their headings in files."""

from typing import Any

from django.utils.translation import gettext_lazy

from crm.models import Confidentiality, Origin, Stage
from imports.plan import Column, countries, users

NAMES = "foretag|namn|foretagsnamn|bolag|kund|klient|organisation|company|company name|name|client|account name"
NUMBERS = "org.nr|orgnr|organisationsnummer|organisationsnr|number|org number|organisation number"
PLACES = "kommun|ort|postort|stad|municipality|kommunkod|city|town|billing city"
PEOPLE = "kontaktperson|kontakt|kontaktnamn|contact|contact person|contact name"
EMAILS = "e-post|epost|e-postadress|mejl|mail|e-mail|email"
PHONES = "telefon|tel|telefonnummer|tfn|telnr|phone|phone number"
WEBSITES = "hemsida|webbplats|webbadress|url|website|web"
ADVISORS = "radgivare|ansvarig|ansvarig radgivare|handlaggare|advisor|lead advisor"
SINCE = "startdatum|klient sedan|client since|start date|created date"
STAGES = "status|skede|stage"
SECRECY = "sekretess|konfidentiell|konfidentiellt|konfidentialitet|confidentiality|confidential"
TODAY = gettext_lazy("The file does not say since when; new clients are clients from the day they come in.")
NOTES = "anteckning|anteckningar|kommentar|note|notes"


def _split(headings: str) -> tuple[str, ...]:
    return tuple(headings.split("|"))


def kept() -> list[tuple[Any, Any]]:
    """Named people are not named in a file."""
    return [one for one in Confidentiality.choices if one[0] != Confidentiality.NAMED]


COLUMNS = [
    Column("name", gettext_lazy("Name"), _split(NAMES), is_required=True),
    Column("number", gettext_lazy("Organisation number"), _split(NUMBERS)),
    Column("municipality", gettext_lazy("Municipality"), _split(PLACES)),
    Column("person", gettext_lazy("Contact person"), _split(PEOPLE)),
    Column("email", gettext_lazy("E-mail"), _split(EMAILS)),
    Column("phone", gettext_lazy("Phone"), _split(PHONES)),
    Column("website", gettext_lazy("Website"), _split(WEBSITES)),
    Column("employees", gettext_lazy("Employees"), _split("anstallda|antal anstallda|employees|number of employees")),
    Column("turnover", gettext_lazy("Turnover"), _split("omsattning|turnover|annual revenue")),
    Column("domains", gettext_lazy("Industry domains"), _split("bransch|branscher|industry|domains")),
    Column("s3", gettext_lazy("S3 area"), _split("s3-omrade|s3|s3 area|omrade (s3)|area (s3)")),
    Column("stage", gettext_lazy("Stage"), _split(STAGES), True, "enquiry", options=lambda: Stage.choices),
    Column("lead", gettext_lazy("Lead advisor"), _split(ADVISORS), options=users),
    Column("opened", gettext_lazy("Client since"), _split(SINCE), is_day=True, lacking=TODAY),
    Column("origin", gettext_lazy("Origin"), _split("ursprung|origin"), options=lambda: Origin.choices),
    Column("note", gettext_lazy("Note"), _split(NOTES), is_long=True),
    Column("confidentiality", gettext_lazy("Who may read it"), _split(SECRECY), options=kept),
    Column(
        "country", gettext_lazy("Country"), _split("land|country|country/region|billing country"), options=countries
    ),
    Column("first", gettext_lazy("First name"), _split("fornamn|first name|given name"), joins="person"),
    Column("middle", gettext_lazy("Middle name"), _split("mellannamn|middle name"), joins="person"),
    Column("last", gettext_lazy("Last name"), _split("efternamn|last name|surname|family name"), joins="person"),
    Column(
        "phone2",
        gettext_lazy("Second phone"),
        _split("mobil|mobiltelefon|mobilnummer|mobile|mobile phone"),
        fills="phone",
    ),
    Column("website2", gettext_lazy("Domain"), _split("doman|company domain name"), fills="website"),
]
