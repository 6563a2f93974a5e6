"""Typst in a process of its own with a limit on time and memory: whatever a document does to it, its caller lives on.

Run as a script, it is that process: it reads the document on standard input and writes the PDF. Needs no Django.
"""

import json
import os
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "typst"
SECONDS = 60
# Of address space, of which half is in use at most; a report of 60 projects takes about a tenth.
MEGABYTES = 2048
# As Typst says it of each piece of text, which it quotes as Rust does.
UNSHOWN = re.compile(r'(?:the text|disallowed codepoint) `"((?:[^"\\]|\\.)*)"`')
ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
SIGNS = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
# What stands for text that no font can show. Marks that turn the direction of text are left out: Typst may panic at
# them, and then only letters written from left to right are kept; if it still refuses some after so many rounds, these.
SHOWN = "\N{WHITE SQUARE}"
TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
SURROGATE = re.compile("[\ud800-\udfff]")
RIGHTWARDS = re.compile("[^\n\x20-\x7e\xa0-\u024f\u0370-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u25ff]")
ROUNDS = 4
UNCERTAIN = re.compile("[^\n\x20-\x7e\xa1-\xac\xae-\xff\u25a1]")
# Typst keeps a thread for each core, and glibc an arena for each thread.
ENVIRONMENT = {"RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}


class Failed(Exception):
    """No PDF; `code` says why ("slow", "large" or "wrong"), the message what Typst said."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(said)
        self.code = code


def pdf(source: str, data: str, timestamp: int) -> bytes:
    """The PDF of a template in our folder with its data; the same arguments give the same bytes."""
    asked = {"folder": str(FOLDER), "source": source, "data": data, "timestamp": timestamp, "megabytes": MEGABYTES}
    path = {"PATH": os.environ.get("PATH", "")}
    try:
        done = subprocess.run(
            [sys.executable, "-I", __file__],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=SECONDS,
            env=ENVIRONMENT | path,
        )
    except subprocess.TimeoutExpired:
        raise Failed("slow") from None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode(errors="replace").strip().splitlines() or [""]
    is_too_large = done.returncode in {-signal.SIGABRT, -signal.SIGKILL} or said[-1].startswith("MemoryError")
    raise Failed("large" if is_too_large else "wrong", said[-1][:1000])


def _compiled(folder: str, source: str, data: str, timestamp: int) -> bytes:
    """PDF/UA refuses text that no font can show: it becomes a square, and the report still goes out."""
    import typst  # only the process that sets needs it

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[f"{folder}/fonts"])

    def compiled(told: Any) -> bytes:
        return typst.compile(
            f"{folder}/{source}",
            root=folder,
            font_paths=fonts,
            sys_inputs={"data": json.dumps(told, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=timestamp,
        )

    told = _replaced(_replaced(json.loads(data), TURNS, ""), SURROGATE)
    for _round in range(ROUNDS):
        try:
            return compiled(told)
        except BaseException as error:
            told = _replaced(told, _refused(error, told))
    return compiled(_replaced(told, UNCERTAIN))


def _refused(error: BaseException, told: Any) -> re.Pattern[str]:
    """The text that made Typst refuse; anything else it could not do is raised again."""
    if type(error).__name__ == "PanicException":
        return RIGHTWARDS
    if found := unshown(getattr(error, "diagnostic", "")):
        text = json.dumps(told, ensure_ascii=False)
        return re.compile("|".join(_piece(piece, text) for piece in found))
    raise error


def unshown(said: str) -> list[str]:
    """The pieces of text that Typst says it cannot show, longest first."""
    found = {ESCAPED.sub(_sign, quoted) for quoted in UNSHOWN.findall(said)}
    return sorted(found, key=len, reverse=True)


def _piece(piece: str, text: str) -> str:
    """A pattern of this piece in the text. Of a letter with a mark that no font has, only the letter is told."""
    told, strange = re.escape(piece), RIGHTWARDS.pattern
    marked = f"{strange}{{0,4}}{told}{strange}{{1,4}}|{strange}{{1,4}}{told}"
    return marked if re.search(marked, text) or not UNCERTAIN.search(piece) else told


def _sign(escaped: re.Match[str]) -> str:
    code, letter = escaped.groups()
    return chr(int(code, 16)) if code else SIGNS.get(letter, letter)


def _replaced(told: Any, found: re.Pattern[str], by: str = SHOWN) -> Any:
    """The same with what is found in its texts replaced."""
    if isinstance(told, dict):
        return {name: _replaced(value, found, by) for name, value in told.items()}
    if isinstance(told, list):
        return [_replaced(value, found, by) for value in told]
    return found.sub(by, told) if isinstance(told, str) else told


def _main() -> None:
    asked = json.load(sys.stdin.buffer)
    size = asked.pop("megabytes") * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    sys.stdout.buffer.write(_compiled(**asked))


if __name__ == "__main__":
    _main()
