"""A run's files for readers with the same sight: made once from the frozen data, then only read."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils import translation

from reports import pdf, typesetting, workbook
from reports.kinds import KINDS
from reports.models import Rendering, Run, Trouble
from reports.sight import Sight

MAKERS: dict[str, Callable[[Run, Any], bytes]] = {"pdf": pdf.make, "xlsx": workbook.make}
TROUBLE = {"pdf": Trouble.WRONG, "xlsx": Trouble.WORKBOOK}
log = logging.getLogger(__name__)


def files(run: Run, seen: Sight, *, at_last: bool = False) -> dict[str, Rendering]:
    """{format: file} of the schedule's formats for a reader who sees this much. `at_last`, one that cannot be made
    becomes an empty file, so that the report goes without it; it stays so until it is asked for `again`."""
    mark = seen.fingerprint
    language = run.schedule.language
    found = {one.format: one for one in run.renderings.filter(sight=mark, language=language)}
    for name in run.schedule.formats:
        if name not in found:
            found[name] = _made(run, seen, mark, language, name, at_last)
    return {name: found[name] for name in run.schedule.formats}


def again(run: Run, seen: Sight) -> dict[str, Rendering]:
    """The same, and what the report went without is tried again."""
    run.renderings.filter(sight=seen.fingerprint).exclude(trouble="").delete()
    return files(run, seen)


def _made(run: Run, seen: Sight, mark: str, language: str, name: str, at_last: bool) -> Rendering:
    """Two workers may make the same file; the first one's is kept, since later ones must send equal bytes."""
    content, trouble = b"", ""
    try:
        with translation.override(language):
            content = MAKERS[name](run, cut(run, seen))
    except Exception as error:
        if not at_last:
            raise
        log.exception("run %s goes without its %s", run.pk, name)
        trouble = error.code if isinstance(error, typesetting.Failed) else TROUBLE[name]
    return Rendering.objects.get_or_create(
        run=run,
        sight=mark,
        language=language,
        format=name,
        defaults={"content": content, "sha256": hashlib.sha256(content).hexdigest(), "trouble": trouble},
    )[0]


def cut(run: Run, seen: Sight) -> Any:
    """The reader's copy of the frozen report."""
    copy = KINDS[run.schedule.kind].cut(run.data, seen)
    return replace(copy, left_out=0) if seen.is_outside else copy


def file_name(run: Run, extension: str) -> str:
    with translation.override(run.schedule.language):
        kind = "portfoljrapport" if run.schedule.language == "sv" else "portfolio-report"
    return f"{kind}-{run.as_of:%Y-%m-%d}.{extension}"
