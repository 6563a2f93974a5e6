"""The portfolio page, as of any day."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from projects.access import can_start_project
from projects.board import CHANGES_SHOWN, Board, board, weeks_in_words
from projects.filters import PortfolioForm
from projects.models import DIMENSIONS, Gate, Light
from ui import respond
from ui.pictures.bars import stacked_bars
from ui.pictures.roadmap import rules
from ui.pictures.svg import SYMBOLS, named_diamonds
from ui.pictures.time import Span, month_bar, month_head, month_names


@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    form = PortfolioForm(request.GET, today=timezone.localdate())
    is_valid = form.is_valid()
    found = board(request.user, form.question)
    context = {"form": form, "board": found, "question": form.question, **_pictures(found), **_steps(form, found)}
    context["may_start"] = bool(can_start_project(request.user))
    response = respond.page(request, "projects/portfolio.html", context, part="portfolio")
    response.status_code = 200 if is_valid else respond.UNPROCESSABLE
    return response


def _pictures(found: Board) -> dict[str, Any]:
    on, weeks = found.question.on, found.weeks
    span = Span(weeks[0].on - timedelta(days=6), found.question.today)
    columns = [[point.lights[light] for light in ("off_track", "watch", "on_track", "")] for point in weeks]
    return {
        "symbols": SYMBOLS + named_diamonds(Gate.values) + rules(found.span, on),
        "road_head": month_head(found.span, on),
        "bars": stacked_bars(columns, height=32, title=weeks_in_words(weeks, found.budget_points[-1])),
        "scale": SafeString(month_bar(span, 53) + month_names(span, 74)),
        "ruler": span,
        "ruler_days": (span.last - span.first).days,
        "ruler_day": max((on - span.first).days, 0),
        "ruler_x": f"{span.x(on):.2f}",
        "veil": f"{100 - span.x(on):.2f}",
        "dimensions": DIMENSIONS,
        "names": dict(Light.choices),
    }


def _steps(form: PortfolioForm, found: Board) -> dict[str, Any]:
    """The month ends on either side, and the same page today, as addresses."""
    on, today = found.question.on, found.question.today
    before = on.replace(day=1) - timedelta(days=1)
    after = _month_end(on if on != _month_end(on) else on + timedelta(days=1))

    def address(as_of: Any) -> str:
        query: Any = form.data.copy()  # type: ignore[attr-defined]
        query.pop("as_of", None)
        if as_of:
            query["as_of"] = as_of.isoformat()
        return f"?{query.urlencode()}"

    return {
        "before": before,
        "before_url": address(before),
        "after": after if after < today else None,
        "after_url": address(after),
        "today_url": address(None),
        "changes_shown": f":{CHANGES_SHOWN}",
        "changes_rest": f"{CHANGES_SHOWN}:",
    }


def _month_end(day: Any) -> Any:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
