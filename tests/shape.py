"""The checks of `make lint` that read the code as it is written, without running it."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
BESIDE = {"tests", "bench", "var", "locale", "docs"}
# How whoever acts or reads is called in arguments and fields.
ACTORS = {"by", "user", "reader", "readers", "lead", "owner", "staff", "author"}
# Calls that find a model, a module or a task by what it is called.
FINDERS = {"get_model", "get_registered_model", "get_by_natural_key", "send_task", "signature", "import_string"}
# Own code imported inside a function, and why it cannot be at the top of the file. The `ready` of a room, which Django
# calls when all models are loaded, is the place for what rooms register, and needs no reason here.
LATE = {"embedded/web.py": "a program of its own, which sets Django up after it has begun"}


@cache
def sources() -> dict[Path, ast.Module]:
    """The product's own files, by their path from the root."""
    rooms = [one.parent for one in ROOT.glob("*/__init__.py") if one.parent.name not in BESIDE]
    paths = sorted(path for room in rooms for path in room.rglob("*.py"))
    return {path.relative_to(ROOT): ast.parse(path.read_text()) for path in paths}


def actors() -> list[str]:
    """Whoever acts has a type (decision 0053): a rule that takes anything may look at anything."""
    return [
        f"{path}:{line}: `{name}` may be anything; say User, Rights or Reader"
        for path, tree in sources().items()
        for name, line, said in _declared(tree)
        if name in ACTORS and _is_anything(said)
    ]


def _is_anything(said: ast.expr) -> bool:
    """Any, several of any, or any and None; not a mapping or a function of something else."""
    match said:
        case ast.Name(id="Any"):
            return True
        case ast.BinOp(left=left, right=right):
            return _is_anything(left) or _is_anything(right)
        case ast.Subscript(slice=inner):
            return _is_anything(inner)
        case _:
            return False


def _declared(tree: ast.Module) -> Iterator[tuple[str, int, ast.expr]]:
    """Arguments, fields and variables that say a type: name, line, type."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.annotation:
            yield node.arg, node.lineno, node.annotation
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, node.lineno, node.annotation


class Import(NamedTuple):
    """One file imports another, at a line; `inside` names the function in which it does."""

    path: Path
    line: int
    module: str
    inside: str


def late() -> list[str]:
    """What is imported inside a function is a circle that nobody sees."""
    return [
        f"{one.path}:{one.line}: {one.module} is imported in {one.inside}(); import it at the top, or turn the arrow"
        for one in imports()
        if one.inside and str(one.path) not in LATE and not (one.inside == "ready" and one.path.name == "apps.py")
    ]


def circles() -> list[str]:
    """Files that need each other to be loaded. Whoever imports a file in another package loads that package first."""
    needs: dict[str, set[str]] = defaultdict(set)
    for one in imports():
        mine = module_of(one.path)
        needs[mine] |= {name for name in _loaded_with(one.module) if name != mine and not mine.startswith(f"{name}.")}
        needs[mine] |= {one.module} - {mine}
    return [" → ".join(circle) for circle in _circle(needs)]


def _loaded_with(module: str) -> Iterator[str]:
    """The packages that hold it."""
    parts = module.split(".")
    yield from (name for end in range(1, len(parts)) if (name := ".".join(parts[:end])) in modules())


def _circle(needs: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """One circle, if there is any."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return [error.args[1]]
    return []


def by_name() -> list[str]:
    """A model or a task that is found by its name is an arrow that no check sees."""
    return [
        f"{path}:{node.lineno}: {name}() finds by name what should be imported"
        for path, tree in sources().items()
        if "migrations" not in path.parts
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (name := _called(node)) in FINDERS
    ]


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


@cache
def imports() -> list[Import]:
    """Of own files by own files, migrations apart; what is there for types alone loads nothing."""
    return [one for path, tree in sources().items() if "migrations" not in path.parts for one in _in(path, tree, "")]


def _in(path: Path, node: ast.AST, inside: str) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield from (Import(path, child.lineno, name, inside) for name in _named(child) if name in modules())
        is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from _in(path, child, child.name if is_function else inside)


def _named(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """The modules that are meant: `from crm import search` means crm.search, where that is a file."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    for alias in node.names:
        inner = f"{node.module}.{alias.name}"
        yield inner if inner in modules() else str(node.module)


@cache
def modules() -> set[str]:
    return {module_of(path) for path in sources()}


def module_of(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


CHECKS = (actors, late, circles, by_name)
