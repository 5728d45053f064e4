"""One row a figure, one table for all."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """A figure beside its target. `target` None: a figure for comparison, nothing to meet. `least`: more is better."""

    what: str
    figure: float
    unit: str = ""
    target: float | None = None
    least: bool = False
    remark: str = ""

    @property
    def met(self) -> bool | None:
        if self.target is None:
            return None
        return self.figure >= self.target if self.least else self.figure <= self.target

    @property
    def verdict(self) -> str:
        """`met`, or by how much not."""
        if self.target is None:
            return "-"
        if self.met:
            return "met"
        if not self.target:
            return f"MISSED by {_number(self.figure)}"
        return f"MISSED: {_number(self.figure / self.target)} x the target"


def show(rows: Iterable[Row]) -> str:
    """The table, plain text, columns aligned."""
    head = ("what", "figure", "target", "", "remark")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(4)]
    drawn = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[4]]).rstrip()
        for line in lines
    ]
    return "\n".join([drawn[0], "-" * max(map(len, drawn[:1])), *drawn[1:]])


def _cells(row: Row) -> tuple[str, str, str, str, str]:
    target = "" if row.target is None else f"{'≥' if row.least else '≤'} {_number(row.target)} {row.unit}".rstrip()
    return row.what, f"{_number(row.figure)} {row.unit}".rstrip(), target, row.verdict, row.remark


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def machine() -> str:
    """What ran this, and how busy it was: figures of a busy machine say little."""
    model = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?"
    )
    memory = next((int(line.split()[1]) / 1e6 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{os.cpu_count()} cores, {model}, {memory:.0f} GB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}; load average before the run: {load}"
    )


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []
