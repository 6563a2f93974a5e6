"""The house's own rules that no linter knows: pointers go down the slope, pages hold no style or script."""

import re
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
SLOPE = ["ui", "accounts", "journal", "imports", "crm", "projects", "reports", "worker", "config"]
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


def test_every_setting_read_from_the_environment_is_documented():
    read = set(
        re.findall(r'env\.(?:text|boolean|number|words)\("([A-Z_]+)"', (ROOT / "config/settings.py").read_text())
    )
    told = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs/settings.md").read_text()))
    assert read - told == set()


def test_migrations_are_named():
    automatic = re.compile(r"\d{4}_auto_|\d{4}_(?:alter|rename|remove)_\w+_and_more")
    assert [str(path) for path in ROOT.glob("*/migrations/[0-9]*.py") if automatic.match(path.name)] == []


def test_keys_from_addresses_are_read_in_one_way():
    by_hand = re.compile(r"\.isdigit\(\)|\.isdecimal\(\)|\bUUID\((?!int)|_id=int\(|pk=int\(")
    rooms = [path for folder in ("api", "views", "filters", "forms") for path in ROOT.glob(f"*/{folder}/**/*.py")]
    rooms += [path for path in ROOT.glob("*/*.py") if path.stem in {"api", "views", "forms", "filters", "listing"}]
    assert [str(path.relative_to(ROOT)) for path in rooms if by_hand.search(path.read_text())] == []
