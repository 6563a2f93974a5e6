"""The house's own rules that no linter knows: pointers go down the slope, pages hold no style or script."""

import ast
import re
from collections import Counter
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.erasing import erasing
from accounts.hanging import SHOWN_TO_NOBODY, hanging, ones_with

ROOT = Path(__file__).resolve().parent.parent
SLOPE = [
    "ui",
    "accounts",
    "journal",
    "hooks",
    "mail",
    "lists",
    "imports",
    "contacts",
    "crm",
    "projects",
    "reports",
    "demo",
    "embedded",
    "worker",
    "config",
]
# By drf-spectacular once it is defined, by Django's middleware, by name in a parser's table.
CALLED_BY_A_LIBRARY = [
    "accounts/api.py: TokenScheme",
    "imports/workbook.py: _c",
    "imports/workbook.py: _col",
    "imports/workbook.py: _mergecell",
    "ui/middleware.py: process_view",
]
INLINE = re.compile(r'<style|<script(?![^>]* src=)|\sstyle="|\son[a-z]+="|hx-on|hx-boost')


def test_foreign_keys_point_down_the_slope():
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in SLOPE
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        and field.related_model._meta.app_label in SLOPE
        and SLOPE.index(field.related_model._meta.app_label) > SLOPE.index(model._meta.app_label)
    ]  # fmt: skip
    assert wrong == []


def test_pages_hold_no_style_or_script_of_their_own():
    pages = [path for path in (ROOT / "templates").rglob("*.html") if "mail" not in path.parts]
    wrong = [str(path.relative_to(ROOT)) for path in pages if INLINE.search(path.read_text())]
    assert wrong == []


FORM = re.compile(r'<form(?=[^>]*method="post")[^>]*>.*?</form>', re.DOTALL)
# Forms that say nothing of what has been sent before: template → why.
UNKEPT = {
    "frame.html": "a stranger’s language",
    "login.html": "a password",
    "logout.html": "signing out twice is signing out",
    "base.html": "signing out twice is signing out",
    "password_change.html": "a password",
    "password_reset.html": "a stranger’s; limited by address",
    "password_reset_from_key.html": "a password, by an address that lives once",
    "question.html": "carries the key of the form that it asks about",
    "setup.html": "the first administrator, once by the database",
    "status_drafts.html": "discarding twice is discarding",
    "today_drafts.html": "discarding by the key of what is discarded",
    "today_unsaved.html": "discarding by the key of what is discarded",
    "unsubscribe.html": "an outside reader’s; ending twice is ending",
}


def forms_of_pages():
    return [(path, form) for path in (ROOT / "templates").rglob("*.html") for form in FORM.findall(path.read_text())]


def test_every_icon_that_is_asked_for_is_in_the_sprite():
    asked = {
        f"i-{name}"
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'\{% icon "([a-z0-9-]+)"', path.read_text())
    }
    there = set(re.findall(r'<symbol id="(i-[a-z0-9-]+)"', (ROOT / "ui/static/ui/icons.svg").read_text()))
    assert asked - there == set()


def test_every_form_that_is_typed_in_carries_its_key_author_and_page():
    """Passwords aside, what is typed comes back when the session is gone, and is sent once (decision 0012)."""
    typed_in = re.compile(r"\{% (?:field|control) |<textarea|\{\{ line.name \}\}")
    bare = [
        path.name
        for path, form in forms_of_pages()
        if path.parent.name != "account" and typed_in.search(form) and "{% stamp" not in form
    ]
    assert sorted(bare) == ["setup.html", "token_list.html", "webhook_list.html"]


def test_every_form_that_makes_changes_or_sends_carries_a_key():
    """Once is once: a double click, a resend, an impatient reload (decision 0033)."""
    bare = {path.name for path, form in forms_of_pages() if not re.search(r"\{% (stamp|sent_once)\b", form)}
    assert bare == UNKEPT.keys()


def test_every_setting_read_from_the_environment_is_documented():
    read = set(
        re.findall(
            r'env\.(?:text|boolean|number|words|networks)\("([A-Z_]+)"', (ROOT / "config/settings.py").read_text()
        )
    )
    told = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs/settings.md").read_text()))
    assert read - told == set()


def test_what_make_test_leaves_out_is_run_and_told_by_make_faults():
    """Cases that only the environment asks for had been run by hand alone."""
    files = [path.relative_to(ROOT) for path in (ROOT / "tests").rglob("*.py")]
    texts = {path: (ROOT / path).read_text() for path in files}
    asks = {str(path) for path, text in texts.items() if re.search(r"environ.*\bFAULTS\b", text)}
    slow = {path for path, text in texts.items() if re.search(r"^from tests\.rounds import", text, re.MULTILINE)}
    assert asks == {"tests/rounds.py"}
    make, told = (ROOT / "Makefile").read_text(), (ROOT / "docs" / "faults.md").read_text()
    run = set(re.search(r"^ROUNDS := (.*?)\n\n", make, re.MULTILINE | re.DOTALL)[1].split()) - {"\\"}
    assert {str(path) for path in slow if not {str(path), str(path.parent)} & run} == set()
    assert {path for path in run if f"`{path}`" not in told} == set()
    recipe = re.search(r"^faults:.*?\n\n", make, re.MULTILINE | re.DOTALL)[0]
    assert {"FAULTS=1", "tests/faults", "$(ROUNDS)"} - set(recipe.replace("@", "").split()) == set()
    faults = {str(path) for path in files if str(path).startswith("tests/faults/test_")}
    assert faults - set(re.findall(r"`(.*?)`", told)) == set()


def test_nothing_is_defined_that_nothing_uses():
    """A name that stands in the code and the templates once stands only where it is defined. What a library calls by
    its name is in a class that inherits the name, or follows the library's pattern for it."""
    called_by_pattern = re.compile(r"__\w+__|(get|validate|clean|handle|_learn)_\w+|\w+Config")
    texts = {path: path.read_text() for path in _ours("*.py", "*.html")}
    used = Counter(word for text in texts.values() for word in re.findall(r"\w+", text))
    unused = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path, text in texts.items()
        if path.suffix == ".py" and "migrations" not in path.parts
        for node, parent in _definitions(ast.parse(text))
        if used[node.name] == 1 and not node.decorator_list and not called_by_pattern.fullmatch(node.name)
        and not (isinstance(parent, ast.ClassDef) and _inherits(path, parent.name, node.name))
    ]  # fmt: skip
    assert sorted(unused) == CALLED_BY_A_LIBRARY


def _ours(*patterns):
    rooms = [*SLOPE, "templates"]
    return [ROOT / "manage.py"] + [
        path for room in rooms for pattern in patterns for path in sorted((ROOT / room).rglob(pattern))
    ]


def _definitions(tree):
    for parent in ast.walk(tree):
        for node in ast.iter_child_nodes(parent):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                yield node, parent


def _inherits(path, class_name, name):
    module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return any(hasattr(base, name) for base in getattr(module, class_name).__mro__[1:])


def test_migrations_are_named():
    automatic = re.compile(r"\d{4}_auto_|\d{4}_(?:alter|rename|remove)_\w+_and_more")
    assert [str(path) for path in ROOT.glob("*/migrations/[0-9]*.py") if automatic.match(path.name)] == []


def test_keys_from_addresses_are_read_in_one_way():
    by_hand = re.compile(r"\.isdigit\(\)|\.isdecimal\(\)|\bUUID\((?!int)|_id=int\(|pk=int\(")
    rooms = [path for folder in ("api", "views", "filters", "forms") for path in ROOT.glob(f"*/{folder}/**/*.py")]
    rooms += [path for path in ROOT.glob("*/*.py") if path.stem in {"api", "views", "forms", "filters", "listing"}]
    assert [str(path.relative_to(ROOT)) for path in rooms if by_hand.search(path.read_text())] == []


def test_every_noun_has_said_on_what_it_hangs():
    """What has not (as the frame's own rows) is shown to nobody; and a way to something that may be hidden is said to
    hide, or to be asked."""
    wrong = []
    for model in apps.get_models():
        if model._meta.app_label not in SLOPE[1:] or model.__name__.startswith("Historical"):
            continue
        if (said := hanging(model)) is None:
            wrong.append(f"{model._meta.label} has not said on what it hangs")
            continue
        for field in [*model._meta.get_fields(), *model._meta.many_to_many]:
            leads = field.is_relation and field.concrete and field.related_model and said != SHOWN_TO_NOBODY
            if leads and _may_be_hidden(field.related_model) and field.name not in (*said.on, *said.aside):
                wrong.append(f"{model._meta.label}.{field.name} leads to what may be hidden")
    assert wrong == []


def _may_be_hidden(model) -> bool:
    said = hanging(model)
    return said is None or bool(said.itself or said.only or said.on or ones_with(model))


def test_every_way_down_to_another_room_has_said_what_it_does_to_what_is_there():
    """A noun that is added above never opens, nor hides, what is below it by being forgotten."""
    unsaid = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if (said := hanging(model)) and not hasattr(model, "instance_type") and model._meta.app_label in SLOPE[1:]
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]
        if field.is_relation and field.related_model._meta.app_label in SLOPE[3:]
        if field.related_model._meta.app_label != model._meta.app_label and _may_be_hidden(field.related_model)
        if field.name not in (*said.one_with, *said.makes_known, *said.ties, *said.leaves)
    ]
    assert unsaid == []


def test_rules_know_no_user():
    """A rule is about rights; whoever asks may hold a user."""
    files = ("access.py", "hanging.py", "models.py", "models/*.py")
    rules = [path for room in SLOPE[1:] for form in files for path in (ROOT / room).glob(form)]
    told = re.compile(r"def (?:visible_to|can_\w+|why|sees_\w+|readable)\((?:self, )?(?:user|by: Any|\w+: .?User)")
    assert [str(path) for path in rules if told.search(path.read_text())] == []


def test_every_column_that_may_hold_a_person_has_said_what_erasing_does_to_it():
    """Text, JSON, lists and bytes; codes that are chosen from a list name nobody."""
    texts = models.CharField | models.TextField | models.JSONField | ArrayField
    unsaid = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if not hasattr(model, "instance_type")
        for field in model._meta.concrete_fields
        if isinstance(field, texts | models.BinaryField | models.FileField) and not _is_chosen(field)
        if field.name not in ((said := erasing(model)) and said.said or ())
    ]
    assert unsaid == []


def _is_chosen(field) -> bool:
    return bool(field.choices or getattr(getattr(field, "base_field", None), "choices", None))


MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for room in [*SLOPE, "bench"]
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
}


def imported(tree):
    """The modules of ours that a file imports, within functions too; for types alone does not count."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        if isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{one.name}" for one in node.names} & MODULES.keys()
            yield from names or {node.module}
        yield from imported(node)


def test_no_two_files_import_each_other_by_whatever_way():
    graph = {name: {*imported(ast.parse(path.read_text()))} & MODULES.keys() - {name} for name, path in MODULES.items()}
    # What imports nothing that is left is in no circle, nor is what nothing that is left imports.
    while free := {name for name, below in graph.items() if not below & graph.keys()}:
        graph = {name: below for name, below in graph.items() if name not in free}
    while free := graph.keys() - {one for below in graph.values() for one in below}:
        graph = {name: below for name, below in graph.items() if name not in free}
    assert graph.keys() == set()


def test_no_model_is_looked_up_by_its_name():
    wrong = [name for name, path in MODULES.items() if "get_model(" in path.read_text()]
    assert wrong == []


def test_only_the_ledger_sends_mail():
    """Beside it only the catcher that `up` starts speaks SMTP, and that one receives."""
    sends = re.compile(r"\bsmtplib\b|send_mail\(|EmailMessage\(.*\)\.send|\.send_messages\(|mail_(?:admins|managers)\(")
    found = {name for name, path in MODULES.items() if sends.search(path.read_text())}
    assert found == {"mail.smtp", "accounts.adapter"}
