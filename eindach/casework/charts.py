"""Columns of a chart, drawn by a template: where each stands, in units of the drawing (its width is WIDTH)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH, HEIGHT = 320, 150
"""About as many pixels on a phone, so that type keeps its size."""
GAP: Final = 8


@dataclass(frozen=True)
class Column:
    """`height` is 0 for what is not said (`value` None); such a place is hatched by the template."""

    label: str
    value: int | None
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def above(self) -> float:
        """Where the number stands."""
        return round(self.y - 6, 1)


def columns(values: Sequence[tuple[str, int | None]]) -> list[Column]:
    """Labels and values side by side; the highest value reaches up to HEIGHT."""
    most = max((value or 0 for _label, value in values), default=0) or 1
    step = WIDTH / max(1, len(values))
    return [
        Column(
            label=label,
            value=value,
            x=round(number * step + GAP / 2, 1),
            y=round(HEIGHT - HEIGHT * (value or 0) / most, 1),
            width=round(step - GAP, 1),
            height=round(HEIGHT * (value or 0) / most, 1),
        )
        for number, (label, value) in enumerate(values)
    ]


@dataclass(frozen=True)
class Bar:
    """One row of a table with a bar; `length` in percent of the longest, None: not said."""

    label: str
    said: str
    length: float | None


def bars(values: Sequence[tuple[str, str, float | None]], *, most: float | None = None) -> list[Bar]:
    """Label, words of the value, value. `most` is what fills the row (the largest value without it)."""
    whole = most or max((value or 0 for _label, _said, value in values), default=0) or 1
    return [Bar(label, said, None if value is None else round(100 * value / whole, 1)) for label, said, value in values]
