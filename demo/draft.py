"""Drafts of the demo: two meetings that somebody began to log and left."""

from datetime import date, timedelta
from uuid import UUID

from crm.models import MeetingDraft
from demo import clock
from demo.client import Known
from demo.insert import Rows

BEGUN = [
    (
        "phone",
        "30",
        "Ersättningsmodell för klinikpiloten. Chefen vill se kostnad per besök, inte per licens.",
    ),
    ("in_person", "60", "Gick igenom intyget. Kvar: underskrift och"),
]


def leave(known: list[Known], today: date, rows: Rows) -> None:
    """For the advisor who leads the first client, at two of her clients."""
    user = known[0].client.lead
    own = [one for one in known if one.client.lead == user][1:3]
    for number, (one, (kind, minutes, note)) in enumerate(zip(own, BEGUN, strict=True)):
        day = clock.working(today - timedelta(days=5 * number))
        typed = {
            "clients": [str(one.client.pk)],
            "people": [str(one.people[0].pk)],
            "kind": [kind],
            "day": [day.isoformat()],
            "time": ["09:40"],
            "contact": [minutes],
            "note": [note],
        }
        key = UUID(int=number + 1)
        draft = MeetingDraft(user=user, key=key, client=one.client, typed=typed | {"key": [str(key)]})
        draft.saved_at = clock.at(day, 0, 57)
        rows.add(draft)
