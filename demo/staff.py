"""Those who work at Innovation Sund; a larger region has more advisors, who do not sign in."""

from dataclasses import dataclass
from random import Random

from django.contrib.auth.hashers import make_password

from accounts.models import Team, User
from demo import DOMAIN, PASSWORD, STAFF, address_of
from demo.names import person_name

ADVISORS = 7
UNITS_WITH_ADVISORS = 28


@dataclass
class Staff:
    """`advisors` holds a list of seven for each unit of the region, the first seven being those who sign in."""

    named: dict[str, User]
    advisors: list[list[User]]

    def of_role(self, role: str) -> list[User]:
        return [user for user in self.named.values() if user.role == role]

    def advisors_of(self, unit: int) -> list[User]:
        return self.advisors[unit % len(self.advisors)]


def hire(units: int, random: Random) -> Staff:
    teams = {
        name: Team.objects.get_or_create(name=name)[0] for name in dict.fromkeys(row[2] for row in STAFF if row[2])
    }
    secret = make_password(PASSWORD)
    users = [
        User(email=address_of(name), name=name, role=role, team=teams.get(team), language="sv", password=secret)
        for name, role, team in STAFF
    ]
    more = [
        User(
            email=f"radgivare-{number}@{DOMAIN}",
            name=person_name(random),
            role="advisor",
            team=list(teams.values())[number % len(teams)],
            password=make_password(None),
        )
        for number in range(ADVISORS, ADVISORS * min(units, UNITS_WITH_ADVISORS))
    ]
    made = User.objects.bulk_create([*users, *more])
    advisors = [user for user in made if user.role == "advisor"]
    groups = [advisors[first : first + ADVISORS] for first in range(0, len(advisors), ADVISORS)]
    return Staff({user.name: user for user in made[: len(STAFF)]}, groups)
