"""Companies of the demo: those that are clients, and members of the community from the Nordic countries."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from contacts.models import Organisation
from demo.fields import FIELDS, KNOWN, MUNICIPALITIES, Field
from demo.names import (
    STEMS,
    TAILS,
    company_stem,
    host_of,
    organisation_number,
    person_name,
    test_person_number,
)
from ui.text import fold

SOLE_TRADERS = (60, 113, 171, 222, 251)
IDEAS = (81, 152, 203, 264)
TRADES = ["Ergonomi", "Tjänstedesign", "Trädgårdsterapi", "Ljud", "Bageri"]
COUNTRIES = ["SE", "SE", "SE", "SE", "DK", "DK", "NO", "FI", "IS"]


def field_of(number: int) -> Field:
    if number < len(KNOWN):
        return FIELDS[KNOWN[number][2]]
    return FIELDS[(number * 17 + number // (len(STEMS) * len(TAILS))) % len(FIELDS)]


def company(number: int, random: Random, year: int, s3_areas: dict[str, int]) -> Organisation:
    """Company `number` of the region; the first ones are those people talk about. No name and no number comes twice."""
    field, place = field_of(number), number % 280
    organisation = Organisation(
        name=_name(number, field),
        summary=random.choice(field.summaries),
        municipality_id=random.choice(MUNICIPALITIES),
        founded_on=_founded(random, year),
        domains=list(field.domains),
        s3_area_id=s3_areas[field.area],
        tags=list(field.tags),
        sni_codes=[field.sni],
        sni_version=random.choice(["2007", "2025"]),
    )
    if number < len(KNOWN):
        _name_known, organisation.municipality_id, _field, organisation.summary = KNOWN[number]
    organisation.website = f"https://{host_of(organisation.name)}"
    _give_figures(organisation, random, year)
    if place in IDEAS and number >= len(KNOWN):
        _make_idea(organisation)
    elif place in SOLE_TRADERS and number >= len(KNOWN):
        _make_sole_trader(organisation, number, random)
    else:
        organisation.number_scheme, organisation.number = "orgnr", organisation_number(number)
    return finished(organisation)


def finished(organisation: Organisation) -> Organisation:
    organisation.search_key = fold(organisation.name)
    return organisation


def _name(number: int, field: Field) -> str:
    if number < len(KNOWN):
        return KNOWN[number][0]
    form = "HB" if number % 31 == 0 else "ek. för." if number % 37 == 0 else "AB"
    return f"{company_stem(number)} {field.word} {form}"


def _founded(random: Random, year: int) -> date:
    return date(year - random.choice([1, 2, 2, 3, 3, 4, 5, 6, 8, 11, 15]), 1, 1) + timedelta(
        days=random.randint(0, 360)
    )


def _give_figures(organisation: Organisation, random: Random, year: int) -> None:
    organisation.employees = random.choice([0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 12, 14, 18, 24, 35, 60])
    thousands = organisation.employees * random.randint(250, 1600) + random.choice([0, 0, 40, 180, 450])
    organisation.turnover_sek = Decimal(thousands * 1000)
    organisation.balance_sek = Decimal(round(thousands * random.uniform(0.3, 1.4)) * 1000)
    organisation.figures_year = year - 1


def _make_idea(organisation: Organisation) -> None:
    organisation.kind, organisation.employees, organisation.website = "idea", None, ""
    organisation.name = organisation.name.rsplit(" ", 1)[0] + " (idé)"
    organisation.founded_on = organisation.turnover_sek = organisation.balance_sek = organisation.figures_year = None


def _make_sole_trader(organisation: Organisation, number: int, random: Random) -> None:
    organisation.name = f"{person_name(random)} {TRADES[number % len(TRADES)]}"
    organisation.number_scheme, organisation.number = "personal", test_person_number(number)
    organisation.employees, organisation.website = 1, f"https://{host_of(organisation.name)}"


def member(number: int, random: Random, year: int, s3_areas: dict[str, int]) -> Organisation:
    """A company known only through the community; many are from the neighbouring countries."""
    organisation = company(number, random, year, s3_areas)
    country = random.choice(COUNTRIES)
    if country != "SE":
        organisation.country, organisation.municipality_id = country, None
        organisation.number_scheme, organisation.number = "foreign", f"{country}99{number:07}"
        organisation.name = organisation.name.rsplit(" ", 1)[0] + LEGAL_FORMS[country]
    return finished(organisation)


LEGAL_FORMS = {"DK": " ApS", "NO": " AS", "FI": " Oy", "IS": " ehf."}
