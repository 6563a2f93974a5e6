"""A user's own settings."""

from django.test import Client as Browser

from tests.world import World

CHOSEN = {"name": "Alva Eksjö", "language": "sv", "time_zone": "Europe/Helsinki", "theme": "dark"}


def test_settings_are_saved_and_said_in_the_new_language(client: Browser, world: World):
    client.force_login(world.advisor)
    page = client.post("/settings/", CHOSEN | {"version": 1}, follow=True)
    world.advisor.refresh_from_db()
    saved = {name: getattr(world.advisor, name) for name in CHOSEN}
    assert saved == CHOSEN
    assert world.advisor.single_keys is False
    assert '<html lang="sv" data-theme="dark"' in page.text


def test_a_time_zone_that_is_none_is_refused_and_nothing_typed_is_lost(client: Browser, world: World):
    client.force_login(world.advisor)
    page = client.post("/settings/", CHOSEN | {"time_zone": "Mars/Base"})
    assert page.status_code == 422
    assert 'value="Alva Eksjö"' in page.text
    world.advisor.refresh_from_db()
    assert world.advisor.name == "Alva Ek"


def test_a_role_cannot_be_taken_in_settings(client: Browser, world: World):
    client.force_login(world.advisor)
    client.post("/settings/", CHOSEN | {"role": "administrator", "email": "x@y.example"})
    world.advisor.refresh_from_db()
    assert (world.advisor.role, world.advisor.email) == ("advisor", "alva@fyr.example")
