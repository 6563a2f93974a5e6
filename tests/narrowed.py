"""What schemathesis is told to expect otherwise, with its reasons; `python -m tests.narrowed` writes the list anew in
docs/api-contract.md."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

RULES = Path(__file__).with_name("schemathesis.toml")
PAGE = Path(__file__).parent.parent / "docs/api-contract.md"
HEAD = "## Narrowed checks, operation by operation\n"
# The same of every operation that asks for If-Match.
HEADER = "missing_required_header"


def narrowed() -> dict[str, dict[str, str]]:
    """Operation → field → the rule by which it may be refused though it fits its description."""
    found = {}
    for entry in RULES.read_text().split("[[operations]]")[1:]:
        [label] = re.findall(r'^include-name = "(.*)"$', entry, re.MULTILINE)
        found[label] = dict(re.findall(r"^# ([\w-]*): (.*)$", entry, re.MULTILINE))
    return found


def told() -> str:
    """One line for each operation: the check, and the field with the rule by which what fits it is refused."""
    rules, lines = narrowed(), []
    for entry in tomllib.loads(RULES.read_text())["operations"]:
        operation = entry["include-name"]
        for check in entry["checks"]:
            reason = "answers 428 (RFC 6585)" if check == HEADER else "; ".join(_fields(rules[operation]))
            lines.append(f"| `{operation}` | `{check}` | {reason} |\n")
    return "".join(["| operation | check | reason |\n", "|---|---|---|\n", *lines])


def _fields(rules: dict[str, str]) -> Iterator[str]:
    return (f"{f'`{field}`' if field else 'as a whole'}: {rule}" for field, rule in rules.items())


def on_page() -> str:
    return PAGE.read_text().partition(HEAD)[2].strip("\n") + "\n"


if __name__ == "__main__":
    before = PAGE.read_text().partition(HEAD)[0].rstrip("\n")
    PAGE.write_text(f"{before}\n\n{HEAD}\n{told()}")
