"""The files a browser loads: hashed names throughout, one sheet, and small together."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

FIRST_VISIT = 150 * 1024


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    """What `collectstatic` makes for production."""
    root = tmp_path_factory.mktemp("static")
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "ui.storage.StaticStorage"}}
    with override_settings(STATIC_ROOT=str(root), STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


def hashed(root: Path, name: str) -> Path:
    return root / json.loads((root / "staticfiles.json").read_text())["paths"][name]


def test_the_sheet_is_one_file_with_everything_in_it(collected: Path):
    sheet = hashed(collected, "ui/css/fyr.css").read_text()
    assert "@import" not in sheet
    assert "@layer reset, tokens, base, layout, components, utilities;" in sheet
    for part in (collected / "ui" / "css").glob("*.css"):
        if part.stem.count(".") == 0 and part.stem != "fyr":
            assert part.stem == "fonts" or part.read_text() in sheet, part.stem


def test_modules_import_each_other_by_hashed_names(collected: Path):
    for name in re.findall(r'(?:import|from) ?\(?"\./([^"]+)"', hashed(collected, "ui/js/fyr.js").read_text()):
        assert re.fullmatch(r"\w+\.[0-9a-f]{12}\.js", name), name
        assert (collected / "ui" / "js" / name).exists()


def test_a_first_visit_loads_little(collected: Path):
    files = ["ui/css/fyr.css", "ui/icons.svg", "ui/mark.svg", "ui/vendor/htmx.min.js"]
    files += [f"ui/js/{path.name}" for path in (settings.BASE_DIR / "ui/static/ui/js").glob("*.js")]
    files += [f"ui/fonts/{path.name}" for path in (settings.BASE_DIR / "ui/static/ui/fonts").glob("*.woff2")]
    assert sum(smallest(hashed(collected, name)) for name in files) <= FIRST_VISIT


def smallest(file: Path) -> int:
    packed = [file.with_name(file.name + ending) for ending in (".gz", ".br")]
    return min(one.stat().st_size for one in [file, *packed] if one.exists())


def test_every_module_is_short():
    for path in (settings.BASE_DIR / "ui/static/ui/js").glob("*.js"):
        assert len(path.read_text().splitlines()) <= 80, path.name


def test_no_script_imports_itself_in_a_circle():
    """Each is named by its content and what it imports: a circle has no names, and collecting the files fails."""
    scripts = {
        path.resolve(): set() for path in Path(settings.BASE_DIR).glob("*/static/**/*.js") if "vendor" not in path.parts
    }
    for path, imported in scripts.items():
        imported |= {
            (path.parent / name).resolve() for name in re.findall(r'["\'](\./[\w./-]+\.js)["\']', path.read_text())
        }
    while leaves := [path for path, imported in scripts.items() if not imported & scripts.keys()]:
        for path in leaves:
            del scripts[path]
    assert [path.name for path in scripts] == []
