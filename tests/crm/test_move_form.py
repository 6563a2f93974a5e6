"""No stage is chosen before she chooses: saving the form as it was opened moves nobody."""

import re

from django.urls import reverse


def test_the_form_of_another_stage_opens_with_none_chosen_and_saved_so_moves_nobody(client, world):
    client.force_login(world.advisor)
    url = reverse("crm:client_move", args=[world.client.pk])
    shown = client.get(url).content.decode()
    assert re.findall(r'<input type="radio" name="stage"[^>]*checked', shown) == []
    stage = world.client.stage
    answer = client.post(url, {"on": "2026-01-01", "version": world.client.version})
    world.client.refresh_from_db()
    assert (answer.status_code, world.client.stage) == (422, stage)
