"""What a browser sends of a page's form, found in the page as it is answered."""

from typing import Any

from lxml import html


def form_of(answer: Any) -> Any:
    """The form that edits: the one that carries a key and saves."""
    page = html.fromstring(answer.text)
    found = [form for form in page.forms if form.method == "POST" and {"key", "who"} <= set(form.fields)]
    return found[0]


def sent(form: Any) -> dict[str, list[str]]:
    """As a browser sends it when its first button is pressed: name → values."""
    values: dict[str, list[str]] = {}
    for control in form.inputs:
        if control.name and control.tag != "button" and control.get("type") not in {"submit", "file"}:
            # Lines are sent with CRLF.
            texts = [text.replace("\n", "\r\n") for text in said_by(control)]
            values.setdefault(control.name, []).extend(texts)
    return {name: texts for name, texts in values.items() if texts}


def said_by(control: Any) -> list[str]:
    if control.get("type") in {"checkbox", "radio"}:
        return [control.get("value", "on")] if control.checked else []
    if control.tag == "select":
        chosen = [one for one in control if one.get("selected") is not None] or list(control)[:1]
        return [one.get("value", "") for one in chosen]
    # The newline that begins an area is none of its text.
    return [(control.value or "").removeprefix("\n") if control.tag == "textarea" else control.get("value", "")]
