"""The demo region “Innovation Sund”: companies, people, meetings and projects, the same for the same day and seed.

Everything here is made up: e-mail ends in .example, phone numbers are from the series kept for fiction, organisation
numbers are from a series of our own and a sole trader's number is a test number.
"""

DOMAIN = "innovationsund.example"
# One password for every demo sign-in; `manage.py up` prints it.
PASSWORD = "fyr-i-natten"

STAFF: list[tuple[str, str, str]] = [
    # name, role, team
    ("Cecilia Wik", "advisor", "Hälsa"),
    ("David Roos", "advisor", "Hälsa"),
    ("Farid Karimi", "advisor", "Hälsa"),
    ("Greta Lööf", "advisor", "Livsmedel"),
    ("Bo Sandberg", "advisor", "Livsmedel"),
    ("Annika Holm", "advisor", "Tech och industri"),
    ("Hugo Stål", "advisor", "Tech och industri"),
    ("Klara Ek", "project_lead", "Hälsa"),
    ("Ida Falk", "project_lead", "Hälsa"),
    ("Love Hedin", "project_lead", "Tech och industri"),
    ("Petra Höglund", "manager", "Hälsa"),
    ("Elsa Norén", "programme_editor", "Livsmedel"),
    ("Jonas Brandt", "administrator", ""),
    ("Rut Ahlin", "auditor", ""),
]


def address_of(name: str) -> str:
    return f"{name.split()[0].lower()}@{DOMAIN}"


# (e-mail, role) of everyone who can sign in to the demo.
SIGN_INS: list[tuple[str, str]] = [(address_of(name), role) for name, role, _team in STAFF]
