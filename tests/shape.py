"""The checks of `make lint` that read the code as it is written, without running it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BESIDE = {"tests", "bench", "var", "locale", "docs"}
# How whoever acts or reads is called in arguments and fields.
ACTORS = {"by", "user", "reader", "readers", "lead", "owner", "staff", "author"}


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


CHECKS = (actors,)
