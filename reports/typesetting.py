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

FOLDER = Path(__file__).resolve().parent / "typst"
SECONDS = 60
# Of address space, of which half is in use at most; a report of 60 projects takes about a tenth.
MEGABYTES = 2048
UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
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
    """PDF/UA refuses text that no font can show; such letters become a square, and the report still goes out."""
    import typst  # only the process that sets needs it

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[f"{folder}/fonts"])
    for _attempt in range(20):
        try:
            return typst.compile(
                f"{folder}/{source}",
                root=folder,
                font_paths=fonts,
                sys_inputs={"data": data},
                pdf_standards=["ua-1"],
                timestamp=timestamp,
            )
        except typst.TypstError as error:
            if (found := UNSHOWN.search(str(error))) is None:
                raise
            data = re.sub(f"[{re.escape(found[1])}]", "\N{WHITE SQUARE}", data)
    raise ValueError("The report's text cannot be shown in any font.")


def _main() -> None:
    asked = json.load(sys.stdin.buffer)
    size = asked.pop("megabytes") * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    sys.stdout.buffer.write(_compiled(**asked))


if __name__ == "__main__":
    _main()
