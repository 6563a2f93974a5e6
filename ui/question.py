"""What nothing brings back is asked about first: the same form, shown as a question, and sent again with a yes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

UNASKED = {"csrfmiddlewaretoken", "is_sure"}


@dataclass(frozen=True)
class Question:
    """`yes` is the verb, `no` where whoever thinks better of it goes on (`otherwise` is that verb); without one, back
    into the form as it was typed. `lost` says what would be gone, `about` names what it is of, a line each."""

    text: str
    yes: str
    lost: str = ""
    no: str = ""
    otherwise: str = ""
    about: Sequence[str] = ()


def asked_first(request: HttpRequest, question: Question) -> HttpResponse | None:
    """The question, until it has been answered. Whoever asks makes sure before that she may."""
    if "is_sure" in request.POST:
        return None
    said = [(name, text) for name, texts in request.POST.lists() if name not in UNASKED for text in texts]
    return render(request, "ui/question.html", {"question": question, "said": said})
