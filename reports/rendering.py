"""A run's files for readers with the same sight: made once from the frozen data, then only read."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.utils import translation

from reports import pdf, sight, workbook
from reports.kinds import KINDS
from reports.models import Rendering, Run

MAKERS: dict[str, Callable[[Run, Any], bytes]] = {"pdf": pdf.make, "xlsx": workbook.make}


def files(run: Run, seen: set[int]) -> dict[str, Rendering]:
    """{format: file} of the schedule's formats for a reader who sees these projects."""
    mark = sight.fingerprint(seen)
    language = run.schedule.language
    found = {one.format: one for one in run.renderings.filter(sight=mark, language=language)}
    for name in run.schedule.formats:
        if name not in found:
            found[name] = _make(run, seen, mark, language, name)
    return {name: found[name] for name in run.schedule.formats}


def _make(run: Run, seen: set[int], mark: str, language: str, name: str) -> Rendering:
    """Two workers may make the same file; the first one's is kept, since later ones must send equal bytes."""
    with translation.override(language):
        content = MAKERS[name](run, cut(run, seen))
    return Rendering.objects.get_or_create(
        run=run,
        sight=mark,
        language=language,
        format=name,
        defaults={"content": content, "sha256": hashlib.sha256(content).hexdigest()},
    )[0]


def cut(run: Run, seen: set[int]) -> Any:
    """The reader's copy of the frozen report."""
    return KINDS[run.schedule.kind].cut(run.data, seen)


def file_name(run: Run, extension: str) -> str:
    with translation.override(run.schedule.language):
        kind = "portfoljrapport" if run.schedule.language == "sv" else "portfolio-report"
    return f"{kind}-{run.as_of:%Y-%m-%d}.{extension}"
