"""What people type is kept as plain text: control characters are read or left out at the doors, and nothing breaks."""

import json

import pytest
from django.test import Client as Browser
from rest_framework.test import APIClient

from projects.models import Project
from ui.plain_text import cleaned


def test_controls_are_left_out_and_signs_of_old_windows_programs_are_read():
    assert cleaned("Det\x92s \x93klart\x94\x01\x7f\x85\x81\ufffe") == "Det\u2019s \u201cklart\u201d\u2026"
    assert cleaned("Tab\toch\nrad\r\n, é, 😀, שלום, ‍") == "Tab\toch\nrad\n, é, 😀, שלום, ‍"


def test_a_form_is_cleaned(world, client):
    client.force_login(world.lead)
    typed = {"kind": "innovation", "confidentiality": "open", "starts_on": "2026-03-02"}
    typed |= {"title": "Sår\x92vård\x01", "summary": "Rad\r\nett\x1b"}
    assert client.post("/projects/start/", typed).status_code in {302, 204}
    made = Project.objects.latest("pk")
    assert (made.title, made.summary) == ("Sår\u2019vård", "Rad\nett")


@pytest.mark.parametrize("text", ["\0", "\ud800", "Lugn \udfff"])
def test_what_cannot_be_kept_is_refused_by_the_api_in_words(world, text):
    door = APIClient()
    door.force_authenticate(world.lead)
    sent = json.dumps({"title": text, "starts_on": "2026-03-02"})
    answer = door.post("/api/v1/projects/", sent, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_what_is_sent_to_the_api_is_cleaned(world):
    door = APIClient()
    door.force_authenticate(world.lead)
    comments = {"overall": "Kliniken\x92s \x01lugn"}
    sent = {"project": world.project.pk, "overall": "on_track", "comments": comments, "summary": "Allt\x7f väl"}
    answer = door.post("/api/v1/status-reports/", sent)
    assert answer.status_code == 201, answer.data
    kept = world.project.status_reports.get()
    assert (kept.comments, kept.summary) == ({"overall": "Kliniken\u2019s lugn"}, "Allt väl")


def test_json_nested_without_end_is_refused(world):
    door = APIClient(raise_request_exception=False)
    door.force_authenticate(world.lead)
    for depth in (500, 5_000, 100_000):
        sent = '{"title":' + "[" * depth + "]" * depth + "}"
        answer = door.post("/api/v1/projects/", sent, content_type="application/json")
        assert answer.status_code == 400, depth


@pytest.mark.parametrize("sent", [b"title=%ED%A0%80&kind=innovation", b"title=%FF%FE", b"title=%00"])
def test_bytes_that_are_no_text_break_no_form(world, sent):
    browser = Browser(raise_request_exception=False)
    browser.force_login(world.lead)
    answer = browser.post("/projects/start/", sent, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {400, 422}
