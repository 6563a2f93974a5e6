"""Where the frame leads: each room registers its places when it starts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from ui.who import Somebody


@dataclass(frozen=True)
class Place:
    """`name` is that of an address, `position` where it stands among the others. A `main` place is in the head of every
    page and lit on the pages of its `rooms`; the others are under More. `may` says to whom it is shown. A place with a
    `count` of what waits there for her has its icon beside her name, and the number when it is not nought.
    `is_setting`: it is reached from the page of one's own settings."""

    name: str
    label: Promise
    icon: str
    position: int
    rooms: tuple[str, ...] = ()
    is_main: bool = False
    may: Callable[[Somebody], object] = lambda user: True
    count: Callable[[Somebody], int] | None = None
    is_setting: bool = False

    def is_here(self, address: str) -> bool:
        """The first page is of no room but itself."""
        return address == self.name or (address != home().name and address.startswith(self.rooms))


places: list[Place] = []
# What is done from everywhere, such as logging a meeting.
acts: list[Place] = []


def register(*new: Place) -> None:
    places.extend(new)
    places.sort(key=lambda place: place.position)


def main() -> list[Place]:
    return [place for place in places if place.is_main]


def more(user: Somebody) -> list[Place]:
    return [place for place in places if not (place.is_main or place.is_setting) and place.may(user)]


def settings() -> list[Place]:
    return [place for place in places if place.is_setting]


def counted(user: Somebody) -> list[Place]:
    return [place for place in places if place.count and place.may(user)]


def shown_to(user: Somebody) -> list[Place]:
    """What she may do from everywhere, and where she may go."""
    return [*(act for act in acts if act.may(user)), *main(), *more(user), *settings()]


def home() -> Place:
    return places[0]
