"""Stacked bars, one per week: how many of each kind, worst at the bottom, where the eye lands."""

from collections.abc import Sequence

from ui.pictures.svg import SafeString, frame

CLASSES = ("fr", "fa", "fgq", "fn")


def stacked_bars(columns: Sequence[Sequence[int]], *, height: int, title: str = "", desc: str = "") -> SafeString:
    """`columns` hold up to four counts each, from the bottom: off track, watch, on track, not reported."""
    most = max((sum(column) for column in columns), default=0) or 1
    paths = [
        f'<path class="{css}" d="{_path(columns, index, height / most, height)}"/>' for index, css in enumerate(CLASSES)
    ]
    inner = (
        f'<svg width="100%" height="{height}" viewBox="0 0 {len(columns) or 1} {height}" preserveAspectRatio="none">'
    )
    return frame(height, [inner, *paths, "</svg>"], title=title, desc=desc, css="scale bars")


def _path(columns: Sequence[Sequence[int]], index: int, unit: float, height: int) -> str:
    found = []
    for x, column in enumerate(columns):
        if index < len(column) and column[index]:
            bottom = height - sum(column[:index]) * unit
            found.append(f"M{x + 0.08:g} {bottom:.1f}h.84v-{column[index] * unit:.1f}h-.84z")
    return "".join(found)
