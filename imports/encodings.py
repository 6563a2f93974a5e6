"""Which encoding a file is in: the one under which its words read as words of the language."""

import re

from charset_normalizer import from_bytes

# In the order in which they are preferred when they read as well.
LIKELY = ["utf-8", "cp1252", "mac_roman", "cp850"]
CHOICES = ["utf-8", "utf-16", *LIKELY[1:]]
LETTERS = "åäöéüæøáíóúèêëàâçñßÅÄÖÉÜÆØ"
SIGNS = "\u00a0\u2009\u202f–—’‘“”„»«€§°·•…©®™½²³µ£\ufeff"
WORD = re.compile(rf"[!-~]*(?:[!-~]*[{LETTERS}]+[!-~]*)+")
ODD_CASE = re.compile(r"[a-zåäöéüæø][ÅÄÖÉÜÆØ]")
SAMPLE = 4000


def decoded(content: bytes, chosen: str = "") -> tuple[str, str]:
    """(the text, its encoding); by what a person chose, a mark at its start, or how well it reads."""
    if chosen in CHOICES:
        return content.decode(chosen, "replace").removeprefix("\ufeff"), chosen
    if marked := _marked(content):
        return content.decode(marked, "replace").removeprefix("\ufeff"), marked.removesuffix("-sig")
    try:
        return content.decode(), "utf-8"
    except UnicodeDecodeError:
        return _likeliest(content)


def _marked(content: bytes) -> str:
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    # Every second byte of Western text in UTF-16 is naught.
    for encoding, start in (("utf-16-le", 1), ("utf-16-be", 0)):
        if content[start:2000:2].count(0) > 0.8 * len(content[start:2000:2]):
            return encoding
    return ""


def _likeliest(content: bytes) -> tuple[str, str]:
    lines = [line for line in content.splitlines() if any(byte > 127 for byte in line)]
    sample = b"\n".join(lines)[:200_000]
    best = max(LIKELY, key=lambda encoding: reads_as_words(sample.decode(encoding, "replace")))
    if reads_as_words(sample.decode(best, "replace")) <= 0 and (guess := from_bytes(sample).best()):
        best = guess.encoding
    return content.decode(best, "replace"), best


def reads_as_words(text: str) -> int:
    """How many more of its words with letters beyond a–z look right than wrong."""
    tokens = [token for token in re.split(r"[\s;,|\"]+", text) if not token.isascii()][:SAMPLE]
    plain = [token.translate({ord(sign): None for sign in SIGNS}) for token in tokens]
    return sum(_looks(token) for token in plain if not token.isascii())


def _looks(token: str) -> int:
    return 1 if WORD.fullmatch(token) and not ODD_CASE.search(token) else -1
