"""The tags that every page is made of."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

NBSP = "\u00a0"


def rendered(source: str, **context: object) -> str:
    return Template(source).render(Context(context)).strip()


class NameForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the card")
    is_open = forms.BooleanField(label="Open", required=False)


def test_an_icon_points_into_the_sprite():
    assert rendered('{% icon "users" "i-sm" %}') == (
        '<svg class="i i-sm" aria-hidden="true"><use href="/static/ui/icons.svg#i-users"/></svg>'
    )


@pytest.mark.parametrize(
    ("value", "shape", "words"),
    [
        ("on_track", "g", "On track"),
        ("watch", "a", "Watch"),
        ("off_track", "r", "Off track"),
        ("", "n", "Not reported"),
    ],
)
def test_a_light_has_a_shape_and_says_its_words(value, shape, words):
    with translation.override("en"):
        assert rendered("{% light value %}", value=value) == (
            f'<svg class="st {shape}" role="img" aria-label="{words}">'
            f'<use href="/static/ui/icons.svg#st-{shape}"/></svg>'
        )


def test_a_changed_light_shows_what_it_was():
    with translation.override("en"):
        html = rendered('{% light "watch" was="on_track" %}')
    assert 'class="st g was"' in html
    assert 'aria-label="Watch, was on track"' in html


def test_an_unchanged_light_shows_no_past():
    assert "was" not in rendered('{% light "watch" was="watch" %}')


def test_a_field_joins_control_help_and_error():
    html = rendered("{% field form.name %}", form=NameForm({"name": ""}))
    assert '<label for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_help id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_help">As on the card' in html
    assert 'id="id_name_error"' in html


def test_a_right_field_is_not_called_invalid():
    html = rendered("{% field form.name %}", form=NameForm())
    assert "aria-invalid" not in html
    assert 'aria-describedby="id_name_help"' in html


def test_a_checkbox_is_a_tick():
    assert 'class="tick"' in rendered("{% control form.is_open %}", form=NameForm())


def test_a_section_is_named_by_its_heading():
    html = rendered('{% section "Tasks" count="3 open" ident="h-t" %}<p>x</p>{% endsection %}')
    assert '<section class="sec" aria-labelledby="h-t">' in html
    assert '<h2 id="h-t">Tasks</h2><span class="n">3 open</span>' in html
    assert "<p>x</p>" in html


def test_text_in_a_section_and_an_empty_state_is_escaped():
    html = rendered("{% section t %}{{ t }}{% endsection %}{% empty t %}{{ t }}{% endempty %}", t="<b>")
    assert "<b>" not in html
    assert html.count("&lt;b&gt;") == 4


def test_a_menu_opens_without_javascript():
    html = rendered('{% menu "More" %}<li>One</li>{% endmenu %}')
    assert html.startswith('<details class="menu" data-menu><summary class="btn">')
    assert "<ul><li>One</li></ul>" in html


@pytest.mark.parametrize(
    ("minutes", "words"), [(75, "1 h 15 min"), (60, "1 h"), (5, "5 min"), (None, "0 min"), (0, "0 min")]
)
def test_minutes_are_read_as_hours(minutes, words):
    with translation.override("en"):
        assert rendered("{{ m|minutes }}", m=minutes) == words.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("language", "filter_", "words"),
    [
        ("en", 'money:"EUR"', f"EUR{NBSP}95{NBSP}000"),
        ("en", "money", f"SEK{NBSP}95{NBSP}000"),
        ("en", "figure:1", f"95{NBSP}000.4"),
        ("sv", "figure:1", f"95{NBSP}000,4"),
        ("sv", "millions", "0,1"),
    ],
)
def test_figures_have_the_language_s_separators(language, filter_, words):
    with translation.override(language):
        assert rendered(f"{{{{ amount|{filter_} }}}}", amount=95_000.4) == words


@pytest.mark.parametrize(("sek", "words"), [(250_000, "0.3"), (2_350_000, "2.4"), (Decimal(49_999), "0.0"), (None, "")])
def test_millions_are_rounded_halves_up_as_in_every_report(sek, words):
    with translation.override("en"):
        assert rendered("{{ sek|millions }}", sek=sek) == words


@pytest.mark.parametrize(("language", "words"), [("en", "17 Nov 2026"), ("sv", "17 nov 2026")])
def test_a_moment_is_shown_as_its_local_day(language, words):
    late = datetime(2026, 11, 16, 23, 30, tzinfo=UTC)
    with translation.override(language):
        assert rendered("{{ at|local_date }}", at=late) == words.replace(" ", NBSP)
        assert rendered("{{ on|local_date }}", on=date(2026, 11, 17)) == words.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("note", "begins"),
    [
        ("Ett par ord, inget mer.", "Ett par ord, inget…"),
        ("**Fet** text & <b>kod</b> i [brev](https://fyr.example)", "Fet text &amp; &lt;b&gt;kod&lt;/b&gt;…"),
        ("- Ett\n- Två\n- Tre", "Ett Två Tre"),
        ("3 * 4 < 13", "3 * 4 &lt;…"),
    ],
)
def test_the_beginning_of_a_note_has_no_marks(note, begins):
    assert rendered("{{ note|excerpt:4 }}", note=note).replace("\n", " ") == begins


def test_markdown_is_read_and_made_safe():
    html = rendered(
        "{{ note|markdown }}", note="**Bold** <script>x</script> [a](javascript:x) [b](https://fyr.example)"
    )
    assert "<strong>Bold</strong>" in html
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert 'href="https://fyr.example"' in html


@pytest.mark.parametrize(("name", "initials"), [("Alva Ek", "AE"), ("Bo", "B"), ("", "?")])
def test_a_face_shows_initials(name, initials):
    assert rendered("{% face name %}", name=name) == f'<span class="face" aria-hidden="true">{initials}</span>'


@pytest.mark.parametrize(
    ("text", "query", "html"),
    [
        ("Ångwave AB", "ang", "<mark>Ång</mark>wave AB"),
        ("Maja <Å> Ek", "e maj", "<mark>Maj</mark>a &lt;Å&gt; <mark>E</mark>k"),
        ("Ven", "", "Ven"),
    ],
)
def test_the_beginnings_that_were_searched_are_marked(text, query, html):
    assert rendered("{{ text|marked:query }}", text=text, query=query) == html
