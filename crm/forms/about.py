"""The fields by which a form says what it is about, as rooms above declare: those at hand, others by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from crm.ties import Tie, tied, ties_of
from ui import asked

SHOWN = 200


@dataclass(frozen=True)
class AboutField:
    """A tie on one form: the boxes, the field for another by name, and what it completes."""

    tie: Tie
    boxes: Any
    add: Any
    options: Sequence[str]


class About:
    """A form's ties; the form calls `clean` from its own and asks for `chosen` then."""

    def __init__(self, form: forms.Form, noun: type[Model], user: User, *, clients: Sequence[Any] = (),
                 row: Model | None = None, given: Iterable[Model] = ()) -> None:  # fmt: skip
        self.form, self.user, self.ties = form, user, ties_of(noun)
        known = [*given, *(tied(row) if row else [])]
        for tie in self.ties:
            keys = self._keys(tie, known)
            near = tie.near(user, clients).values("pk")
            visible = tie.visible_to(user)
            form.fields[tie.plural] = forms.ModelMultipleChoiceField(
                visible.filter(pk__in=keys) | visible.filter(pk__in=near),
                label=tie.label, required=False, widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
            form.initial.setdefault(tie.plural, keys)
            text = forms.TextInput({"list": f"{tie.plural}-at-hand", "autocomplete": "off"})
            form.fields[self._add(tie)] = forms.CharField(
                label=gettext_lazy("Add"), required=False, max_length=200, widget=text
            )

    def _keys(self, tie: Tie, known: list[Model]) -> list[Any]:
        """Those sent, which may be neither at hand nor known; else those that the form begins with."""
        if self.form.is_bound:
            sent = self.form.data.getlist(self.form.add_prefix(tie.plural))  # type: ignore[attr-defined]
        else:
            sent = self.form.initial.get(tie.plural, [record.pk for record in known if isinstance(record, tie.model)])
        return asked.keys(sent)

    @staticmethod
    def _add(tie: Tie) -> str:
        return f"add_{tie.name}"

    def clean(self, data: dict[str, Any]) -> None:
        for tie in self.ties:
            name = self._add(tie)
            if not (text := data.get(name, "").strip()):
                continue
            found = tie.find(self.user, text)
            if len(found) == 1:
                data[tie.plural] = [*data.get(tie.plural, []), found[0]]
            elif found:
                told = ", ".join(map(str, found[:5]))
                self.form.add_error(name, _("Several fit; write which: %(names)s.") % {"names": told})
            else:
                self.form.add_error(name, _("Nothing is called “%(text)s”.") % {"text": text})

    @property
    def chosen(self) -> list[Any]:
        chosen = [record for tie in self.ties for record in self.form.cleaned_data.get(tie.plural, [])]
        return list(dict.fromkeys(chosen))

    @property
    def shown(self) -> list[Any]:
        """What the form names in its heading: those it begins with or has been sent."""
        named = [(tie, asked.keys(self.form[tie.plural].value() or [])) for tie in self.ties]
        return [one for tie, keys in named for one in tie.visible_to(self.user).filter(pk__in=keys)]

    def __iter__(self) -> Any:
        for tie in self.ties:
            options = [tie.words(record) for record in tie.visible_to(self.user).order_by("-pk")[:SHOWN]]
            yield AboutField(tie, self.form[tie.plural], self.form[self._add(tie)], options)
