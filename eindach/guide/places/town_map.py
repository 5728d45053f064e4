"""The municipalities as tiles of one size, each where it lies as far as a grid allows: numbers are read, not areas.

The grid is filled by the assignment that moves the towns least (sum of squared ways), found exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from typing import NamedTuple

import numpy as np

from eindach.directory.models import Municipality

from .assigning import cheapest

WIDTH = 328
"""Units of the drawing: pixels of a phone of 360."""
GAP = 4
TILE_HEIGHT = 68
FEW, MANY = 3, 4
"""Columns; long names need a quarter of a phone at least."""
LONG_NAME = 9
SHADES = 3


class Point(NamedTuple):
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Tile:
    """`x`, `y`: upper left corner · `fits` of `total` places · `shade`: 0 (nothing) to SHADES · `squeezed`: the width
    a long name is drawn in."""

    town: Municipality
    x: int
    y: int
    fits: int
    total: int
    shade: int
    chosen: bool
    squeezed: int | None

    @property
    def name(self) -> str:
        """Without what stands in brackets: Stolberg (Rheinland)."""
        return self.town.name.partition(" (")[0]


@dataclass(frozen=True)
class TownMap:
    tiles: list[Tile]
    tile_width: int
    height: int
    width: int = WIDTH
    tile_height: int = TILE_HEIGHT

    @property
    def middle(self) -> float:
        return self.tile_width / 2

    @property
    def inner(self) -> tuple[int, int]:
        """Width and height inside the line around a tile."""
        return self.tile_width - 3, self.tile_height - 3


def town_map(towns: Sequence[Municipality], counts: Mapping[str, tuple[int, int]], chosen: str = "") -> TownMap | None:
    """`counts`: AGS -> (places that fit, all places). None where there is nothing to compare."""
    if len(towns) < 2:
        return None
    columns = MANY if len(towns) > 12 else FEW
    cells = on_grid(tuple(Point(one.latitude, one.longitude) for one in towns), columns)
    across = (WIDTH + GAP) // columns - GAP
    most = max((fits for fits, _ in counts.values()), default=0)
    tiles = []
    for town, (column, row) in zip(towns, cells, strict=True):
        fits, total = counts.get(town.ags, (0, 0))
        corner = column * (across + GAP), row * (TILE_HEIGHT + GAP)
        shade = -(-SHADES * fits // most) if most else 0
        squeezed = across - 8 if len(town.name.partition(" (")[0]) > LONG_NAME and columns == MANY else None
        tiles.append(Tile(town, *corner, fits, total, shade, town.ags == chosen, squeezed))
    height = (max(row for _, row in cells) + 1) * (TILE_HEIGHT + GAP) - GAP
    return TownMap(tiles, across, height)


@lru_cache(maxsize=16)
def on_grid(points: tuple[Point, ...], columns: int) -> tuple[tuple[int, int], ...]:
    """(column, row) of each point, from the north-west; no two share a cell, no row is empty."""
    north = np.array([-point.latitude for point in points])
    east = np.array([point.longitude * cos(radians(points[0].latitude)) for point in points])
    step = (np.ptp(east) or 1.0) / (columns - 1)
    rows = max(round(np.ptp(north) / step) + 1, -(-len(points) // columns))
    x = (east - east.min()) / step
    y = (north - north.min()) / (np.ptp(north) or 1.0) * (rows - 1)
    cells = [(column, row) for row in range(rows) for column in range(columns)]
    away = [
        [round(((x[n] - column) ** 2 + (y[n] - row) ** 2) * 1000) for column, row in cells] for n in range(len(points))
    ]
    taken = [cells[cell] for cell in cheapest(away)]
    used = {row: number for number, row in enumerate(sorted({row for _, row in taken}))}
    return tuple((column, used[row]) for column, row in taken)
