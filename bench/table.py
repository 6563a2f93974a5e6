"""The results as tables: in the terminal and, as Markdown, for the documentation."""

from typing import Any

HEAD = ["work", "size", "sql", "ms p50", "p95", "cpu ms", "p50 of 8", "req/s", "bytes", "× bare", "over target"]


def pages(results: list[dict[str, Any]]) -> str:
    rows = [
        [
            one["name"],
            one["size"],
            one["queries"],
            f"{one['p50']:.1f}",
            f"{one['p95']:.1f}",
            f"{one['cpu']:.1f}",
            f"{one['p50_of_8']:.0f}",
            f"{one['rate']:.0f}",
            f"{one['bytes'] / 1000:.1f} k",
            f"{one['ratio']:.1f}",
            ", ".join(one["over"]) or "–",
        ]
        for one in results
    ]
    return _markdown(HEAD, rows)


def jobs(results: list[dict[str, Any]]) -> str:
    rows = [
        [
            one["name"],
            one.get("rows") or one.get("projects") or "",
            one["queries"],
            f"{one['ms']:.0f}",
            one.get("target_ms", ""),
            f"{one['cpu_ms']:.0f}",
            one.get("times_bare", ""),
            f"{one['peak_mb']} MB" if "peak_mb" in one else "",
        ]
        for one in results
    ]
    return _markdown(["work", "rows", "sql", "ms", "target", "cpu ms", "× bare", "memory"], rows)


def _markdown(head: list[str], rows: list[list[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
