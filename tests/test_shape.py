"""The checks of `make lint` that read the code: each finds what it is there for."""

import ast
from pathlib import Path

import pytest

from tests import shape

CLEAN = {
    "crm/__init__.py": "",
    "crm/models.py": "",
    "crm/apps.py": "class A:\n    def ready(self):\n        import crm.models",
}


@pytest.fixture
def written(monkeypatch):
    def write(**files):
        found = CLEAN | {
            "crm/" + name.replace("__", "/").replace("//init//", "/__init__") + ".py": text
            for name, text in files.items()
        }
        monkeypatch.setattr(shape, "sources", lambda: {Path(name): ast.parse(text) for name, text in found.items()})
        shape.imports.cache_clear()
        shape.modules.cache_clear()

    yield write
    shape.imports.cache_clear()
    shape.modules.cache_clear()


def test_what_is_clean_passes(written):
    written()
    assert [told for check in shape.CHECKS for told in check()] == []


@pytest.mark.parametrize("said", ["Any", "Any | None", "list[Any]"])
def test_an_actor_that_may_be_anything_is_found(written, said):
    written(verbs=f"def close(client, *, by: {said}): ...")
    assert shape.actors() == ["crm/verbs.py:1: `by` may be anything; say User, Rights or Reader"]


@pytest.mark.parametrize("said", ["User | None", "dict[str, Any]", "Callable[[str], Any]"])
def test_an_actor_that_is_somebody_is_not(written, said):
    written(verbs=f"def close(client, *, by: {said}): ...")
    assert shape.actors() == []


def test_what_is_imported_inside_a_function_is_found(written):
    written(verbs="def close():\n    from crm import models")
    assert shape.late() == [
        "crm/verbs.py:2: crm.models is imported in close(); import it at the top, or turn the arrow"
    ]


def test_two_files_that_need_each_other_are_found(written):
    written(states="import crm.verbs", verbs="from crm import states")
    (told,) = shape.circles()
    assert set(told.split(" → ")) == {"crm.states", "crm.verbs"}


def test_a_file_that_needs_the_package_which_loads_it_is_found(written):
    """The package loads the project, that needs the states, and those a phase out of the package."""
    written(
        states="from crm.models_of.phase import Phase",
        models_of__project="from crm import states",
        models_of__phase="",
        models_of="",
    )
    assert shape.circles() == []
    written(
        states="from crm.models_of.phase import Phase",
        models_of__project="from crm import states",
        models_of__phase="",
        models_of____init____="from crm.models_of import project",
    )
    (told,) = shape.circles()
    assert set(told.split(" → ")) == {"crm.models_of", "crm.models_of.project", "crm.states"}


def test_what_is_there_for_types_alone_is_no_circle(written):
    written(states="import crm.verbs", verbs="if TYPE_CHECKING:\n    from crm import states")
    assert (shape.circles(), shape.late()) == ([], [])


@pytest.mark.parametrize("call", ['apps.get_model("crm", "Client")', 'app.send_task("worker.tick")'])
def test_what_is_found_by_name_is_found(written, call):
    written(verbs=call)
    (told,) = shape.by_name()
    assert told.startswith("crm/verbs.py:1:")
