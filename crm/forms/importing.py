"""The forms with which a file comes in, and its columns are matched with Fyr's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Role, User
from crm.imports import cells
from imports import choices, encodings, kinds, layouts, mapping
from imports.choices import Choices
from imports.reading import Sheet
from ui import asked
from ui.mailboxes import MailboxFormField

SAMPLES = 3
SEPARATORS = [
    (";", _("Semicolon ;")),
    (",", _("Comma ,")),
    ("\t", _("Tab")),
    ("|", _("Bar |")),
]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV or Excel, as it is: Fyr finds the headings, dates and names by itself."),
        widget=forms.FileInput({"accept": ".csv,.txt,.tsv,.xlsx,.xlsm"}),
    )
    pasted = forms.CharField(
        label=_("Or rows pasted from a sheet, with their headings"),
        required=False,
        max_length=5_000_000,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(label=_("What"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("By its headings")), *kinds.choices()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if not self.errors and not typed.get("file") and not typed.get("pasted"):
            self.add_error("file", _("Choose a file, or paste rows."))
        return typed


class InviteForm(forms.Form):
    """An address beside each name of a file that is no user's; those without one are left."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.ADVISOR)

    def __init__(self, names: list[str], data: Any = None) -> None:
        super().__init__(data)
        self.names = names
        for name in names:
            # By the name itself: another list of names must not move the addresses.
            self.fields[f"email-{name}"] = MailboxFormField(label=name, required=False, max_length=254)
        self.order_fields([f"email-{name}" for name in names])

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        seen: set[str] = set()
        for name, email in self.invited():
            if email in seen:
                self.add_error(f"email-{name}", _("Two people have been given this address."))
            elif User.objects.filter(email=email).exists():
                self.add_error(f"email-{name}", _("Somebody here has this address already."))
            seen.add(email)
        if not self.errors and not seen:
            self.add_error(None, _("Write the address of at least one."))
        return typed

    def invited(self) -> list[tuple[str, str]]:
        """(name, address)"""
        pairs = [(name, self.cleaned_data.get(f"email-{name}") or "") for name in self.names]
        return [(name, email) for name, email in pairs if email]


@dataclass
class Line:
    """One column of the file: its field's name, its heading, first values, and the column it is matched with."""

    name: str
    heading: str
    samples: list[str]
    column: str
    is_hidden: bool = False


@dataclass
class Other:
    """Another sheet of the file, which can be taken too."""

    name: str
    field: str
    rows: int
    is_hidden: bool
    is_taken: bool


@dataclass
class Part:
    """One sheet of the kind and the file's sheet that it is read from."""

    name: str
    prefix: str
    columns: list[Any]
    sheets: list[tuple[str, str]]
    sheet: str
    row: int
    rows: list[tuple[int, str]]
    lines: list[Line]
    # Column → what all rows say when the file has not the column.
    defaults: dict[str, str] = field(default_factory=dict)
    layout: str = ""
    others: list[Other] = field(default_factory=list)
    more: list[dict[str, Any]] = field(default_factory=list)
    shown: str = ""

    def mapping(self) -> dict[str, Any]:
        columns = [line.column for line in self.lines]
        said = {"defaults": self.defaults} if self.defaults else {}
        more = {"layout": self.layout, "more": self.more}
        return {"sheet": self.sheet, "row": self.row, "columns": columns} | more | said

    @property
    def layout_label(self) -> str:
        return layouts.LAYOUTS[self.layout].label if self.layout in layouts.LAYOUTS else ""

    @property
    def lacking(self) -> list[tuple[Any, str, str, Any]]:
        """(column, field's name, value, choices) for columns that no heading is given as and that have a default."""
        named = {line.column for line in self.lines}
        return [
            (column, f"{self.prefix}default-{column.name}", self.defaults[column.name], column.options())
            for column in self.columns
            if column.name in self.defaults and column.name not in named and column.options
        ]


class MatchForm:
    """`parts` to be shown with what was typed, or with what is known; `mapping()` is what they say."""

    def __init__(
        self, kind: str, known: mapping.Mapping, sheets: list[Sheet], data: Mapping[str, str], choices: Choices
    ) -> None:
        self.sheets, self.data, self.choices = [sheet for sheet in sheets if sheet.rows], data, choices
        self.kind = data["kind"] if data.get("kind") in kinds.KINDS else kind
        # Columns typed for another kind say nothing about this one.
        self.typed = data if data.get("shown", self.kind) == self.kind else {}
        self.known = known if self.kind == kind else mapping.guess(self.kind, sheets)
        self.parts = list(self._parts())

    def mapping(self) -> mapping.Mapping:
        return {part.name: part.mapping() for part in self.parts if part.rows}

    @property
    def separators(self) -> list[tuple[str, Any, bool]]:
        """(mark, its name, whether the file is read by it) for a table of text."""
        used = self.sheets[0].separator
        return [(mark, name, mark == used) for mark, name in SEPARATORS] if used else []

    @property
    def encodings(self) -> list[tuple[str, bool]]:
        used = self.sheets[0].encoding
        names = [*encodings.CHOICES, *([used] if used not in encodings.CHOICES else [])]
        return [(name, name == used) for name in names] if used else []

    @property
    def hidden_rows(self) -> int:
        return sum(len(sheet.hidden_rows) for sheet in self.sheets)

    @property
    def is_strange(self) -> bool:
        return not any(line.column for part in self.parts for line in part.lines)

    def _parts(self) -> Iterator[Part]:
        for index, (name, columns) in enumerate(kinds.KINDS[self.kind].SHEETS.items()):
            yield self._part(f"{index}-", name, columns)

    def _part(self, prefix: str, name: str, columns: list[Any]) -> Part:
        known = self.known.get(name, {})
        names = [(sheet.name, _named(sheet)) for sheet in self.sheets]
        chosen = self.typed.get(f"{prefix}sheet", known.get("sheet", names[0][0] if not name else ""))
        sheet = next((sheet for sheet in self.sheets if sheet.name == chosen), None)
        if sheet is None:
            return Part(name, prefix, columns, names, "", 0, [], [])
        row = self._row(prefix, sheet)
        if not known or (known["sheet"], known["row"]) != (sheet.name, row or known["row"]):
            known = mapping.of_sheet(sheet, columns, row)
        shown = f"{sheet.name}/{known['row']}/{sheet.separator}{sheet.encoding}"
        typed = self.typed if self.typed.get(f"{prefix}shown", shown) == shown else {}
        lines = list(_lines(sheet, known, prefix, typed))
        defaults = {
            column.name: self.typed.get(
                f"{prefix}default-{column.name}", known.get("defaults", {}).get(column.name, column.default)
            )
            for column in columns
            if column.default
        }
        part = Part(name, prefix, columns, names, sheet.name, known["row"], _rows(sheet), lines, defaults)
        part.layout, part.shown = known.get("layout", ""), shown
        if not name:
            self._take_more(part, sheet, known)
        return part

    def _take_more(self, part: Part, first: Sheet, known: Mapping[str, Any]) -> None:
        """The file's other sheets: with the same headings they have the same columns, else those we know."""
        taken = {one["sheet"] for one in known.get("more", ())}
        for index, sheet in enumerate(self.sheets):
            if sheet is first:
                continue
            name = f"{part.prefix}more-{index}"
            is_taken = name in self.typed if self.typed else sheet.name in taken
            part.others.append(Other(sheet.name, name, len(sheet.rows), sheet.is_hidden, is_taken))
            if is_taken:
                part.more.append(self._same(part, first, sheet))

    def _same(self, part: Part, first: Sheet, sheet: Sheet) -> dict[str, Any]:
        found = mapping.of_sheet(sheet, part.columns)
        if mapping.headings(sheet, found["row"]) == mapping.headings(first, part.row):
            found["columns"] = [line.column for line in part.lines]
        return found

    def _row(self, prefix: str, sheet: Sheet) -> int:
        typed = asked.key(self.typed.get(f"{prefix}row"))
        numbers = {number for number, _texts in sheet.rows[: mapping.HEADING_ROWS]}
        return typed if typed in numbers else 0


def _named(sheet: Sheet) -> str:
    said = ngettext("%(name)s (%(count)s line)", "%(name)s (%(count)s lines)", len(sheet.rows))
    hidden = _("%(name)s (hidden, %(count)s lines)")
    return str((hidden if sheet.is_hidden else said) % {"name": sheet.name, "count": len(sheet.rows)})


def chosen(typed: Mapping[str, str], known: Choices) -> Choices:
    """What the form says of the file as a whole; what it does not ask stays."""
    if not typed:
        return known
    said = {name: typed.get(name, known.get(name, "")) for name in ("separator", "encoding")}
    return choices.clean(said | {"orders": known.get("orders", {}), "hidden": "hidden" in typed})


def _rows(sheet: Sheet) -> list[tuple[int, str]]:
    """The rows that may hold the headings, with how they begin."""
    return [
        (number, ", ".join(text for text in texts if text)[:70]) for number, texts in sheet.rows[: mapping.HEADING_ROWS]
    ]


def _lines(sheet: Sheet, known: dict[str, Any], prefix: str, typed: Mapping[str, str]) -> Iterator[Line]:
    below = [texts for number, texts in sheet.rows if number > known["row"]][:100]
    for place, heading in enumerate(mapping.headings(sheet, known["row"])):
        values = (texts[place] for texts in below if place < len(texts) and texts[place])
        samples = [cells.masked(text)[:40] for text in islice(values, SAMPLES)]
        column = known["columns"][place] if place < len(known["columns"]) else ""
        is_hidden = place in sheet.hidden_columns
        yield Line(f"{prefix}{place}", heading, samples, typed.get(f"{prefix}{place}", column), is_hidden)
