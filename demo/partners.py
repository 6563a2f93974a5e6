"""Partner organisations of the demo: clinics, universities, incubators and the rest of the support system."""

from contacts.models import Organisation
from demo.names import STEMS
from demo.organisation import finished

HOSPITAL = "Sunds universitetssjukhus"
# (name, kind, municipality); the clinics come first, since projects take their need owners from them.
PARTNERS = [
    ("Hudkliniken", "1281"), ("Akutmottagningen", "1280"), ("Infektionskliniken", "1280"), ("Onkologen", "1281"),
    ("Kvinnokliniken", "1280"), ("Kardiologen", "1281"), ("Lungmedicin", "1281"), ("Neurologen", "1281"),
    ("Geriatriken", "1280"), ("Barnkliniken", "1281"), ("Ögonkliniken", "1281"), ("Bilddiagnostik", "1280"),
    ("Operation och IVA", "1281"), ("Käkkirurgiska kliniken", "1280"), ("Rehabiliteringen", "1267"),
    ("Laboratoriemedicin", "1281"), ("Sjukhusapoteket", "1281"), ("Ortopedmottagningen", "1290"),
]  # fmt: skip
OTHERS = [
    ("Prehospital vård Region Sund", "healthcare_provider", "1281"),
    ("Primärvård Öster", "healthcare_provider", "1290"),
    ("Primärvård Väster", "healthcare_provider", "1283"),
    ("Vårdcentralen Strandvägen", "healthcare_provider", "1280"),
    ("Vårdcentralen Kvarnby", "healthcare_provider", "1231"),
    ("Kommunal hemsjukvård Sundby", "healthcare_provider", "1262"),
    ("Folktandvården Sund", "healthcare_provider", "1290"),
    ("Patientkontoret Region Sund", "authority", "1281"),
    ("Region Sund IT", "authority", "1281"),
    ("Region Sund, regional utveckling", "authority", "1290"),
    ("Innovationsmyndigheten i Sund", "authority", "1281"),
    ("Sunds universitet", "university", "1281"),
    ("Sunds tekniska högskola", "university", "1281"),
    ("Öresunds högskola", "university", "1280"),
    ("Forskningsinstitutet Kajen", "research_institute", "1281"),
    ("Institutet för livsmedelsforskning Fältet", "research_institute", "1267"),
    ("Sundets inkubator", "incubator", "1281"),
    ("Hamnens inkubator", "incubator", "1280"),
    ("Acceleratorn Lovart", "accelerator", "1280"),
    ("Klustret Matlandet", "cluster", "1290"),
    ("Klustret Medicinstråket", "cluster", "1281"),
    ("Klustret Smart Vatten", "cluster", "1283"),
    ("Almedal Såddkapital", "investor", "1280"),
    ("Sundfonden", "investor", "1281"),
    ("Kullen Ängelnätverk", "investor", "1284"),
    ("Sårföreningen Sund", "association", "1281"),
    ("Företagarna i Sund", "association", "1290"),
]
CLINICS = len(PARTNERS) + 7


def partner(number: int) -> Organisation:
    """Partner `number`; beyond the first 45 the same bodies stand in other towns."""
    turn, place = divmod(number, len(PARTNERS) + len(OTHERS))
    town = f", {STEMS[turn % len(STEMS)]}by {turn // len(STEMS) + 1}" if turn else ""
    if place < len(PARTNERS):
        clinic, code = PARTNERS[place]
        name, kind = f"{HOSPITAL}, {clinic}", "healthcare_provider"
    else:
        name, kind, code = OTHERS[place - len(PARTNERS)]
    return finished(Organisation(name=name + town, kind=kind, municipality_id=code))
