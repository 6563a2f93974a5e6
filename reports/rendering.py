"""A run's files for readers with the same sight: made once from the frozen data, then only read."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils import translation

from reports import pdf, workbook
from reports.kinds import KINDS
from reports.models import Rendering, Run
from reports.sight import Sight

MAKERS: dict[str, Callable[[Run, Any], bytes]] = {"pdf": pdf.make, "xlsx": workbook.make}


def files(run: Run, seen: Sight) -> dict[str, Rendering]:
    """{format: file} of the schedule's formats for a reader who sees this much."""
    mark = seen.fingerprint
    language = run.schedule.language
    found = {one.format: one for one in run.renderings.filter(sight=mark, language=language)}
    for name in run.schedule.formats:
        if name not in found:
            found[name] = _make(run, seen, mark, language, name)
    return {name: found[name] for name in run.schedule.formats}


def _make(run: Run, seen: Sight, mark: str, language: str, name: str) -> Rendering:
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


def cut(run: Run, seen: Sight) -> Any:
    """The reader's copy of the frozen report."""
    copy = KINDS[run.schedule.kind].cut(run.data, seen)
    return replace(copy, left_out=0) if seen.is_outside else copy


def file_name(run: Run, extension: str) -> str:
    with translation.override(run.schedule.language):
        kind = "portfoljrapport" if run.schedule.language == "sv" else "portfolio-report"
    return f"{kind}-{run.as_of:%Y-%m-%d}.{extension}"
