"""The client page's cost: as many questions to the database for thirty meetings as for one."""

from datetime import timedelta

import pytest

from crm.models import Meeting, Task
from tests.world import NOW, contact


def live(world, meetings: int) -> None:
    """Meetings logged, changed and cancelled through their verbs, with people and next steps."""
    for number in range(meetings):
        start = NOW - timedelta(days=number + 1)
        people = [contact(f"Person {number}", world.client), contact(f"Kollega {number}", world.client)]
        meeting = Meeting.log(
            by=world.advisor, at=NOW, kind="video", starts_at=start, contact_minutes=45, people=people,
            staff=[world.colleague], clients=[world.client], tasks=[Task(text=f"Steg {number}")],
        )  # fmt: skip
        meeting.change(by=world.colleague, at=NOW, note="Gick bra.")


@pytest.mark.parametrize("meetings", [1, 30])
@pytest.mark.parametrize("noun", ["", "meeting", "task"])
def test_the_page_costs_the_same_however_many_meetings(client, world, meetings, noun, django_assert_max_num_queries):
    live(world, meetings)
    client.force_login(world.advisor)
    url = f"/crm/clients/{world.client.pk}/?noun={noun}"
    client.get(url)
    with django_assert_max_num_queries(14):
        page = client.get(url)
    assert page.status_code == 200
    shown = len(page.context["timeline"].lines)
    assert shown == min(30, meetings * {"": 3, "meeting": 1, "task": 1}[noun])
