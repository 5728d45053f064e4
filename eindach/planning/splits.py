"""All ways to split sets of matters into those settled on earlier visits and those of the visit after them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from eindach.planning.request import IntArray


@dataclass(frozen=True)
class Splits:
    """Rows (whole, visit): `visit` is a non-empty proper part of `whole` that may come after the rest of it.

    Rows are sorted by `whole`; those of set w are `begin[w]:begin[w + 1]`.
    """

    whole: IntArray
    visit: IntArray
    begin: IntArray

    def of(self, whole: int) -> tuple[IntArray, IntArray]:
        """(rest, visit) of all splits of one set; the rest comes first."""
        visit = self.visit[self.begin[whole] : self.begin[whole + 1]]
        return whole ^ visit, visit

    def portions(self, rows: int) -> Iterator[tuple[IntArray, slice]]:
        """Sets that have splits, in portions of about so many rows: (the sets, the rows of all their splits)."""
        sets = np.flatnonzero(np.diff(self.begin))
        portion = self.begin[sets] // max(1, rows)
        for number in np.unique(portion):
            chosen = sets[portion == number]
            yield chosen, slice(int(self.begin[chosen[0]]), int(self.begin[chosen[-1] + 1]))


@lru_cache(maxsize=64)
def splits(later: tuple[int, ...]) -> Splits:
    """The splits that precedence permits; `later[m]` is the set of matters that must come after m."""
    whole, visit = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    for matter in range(len(later)):  # each matter is: left out, on an earlier visit, on this visit
        bit = 1 << matter
        whole = np.concatenate([whole, whole | bit, whole | bit])
        visit = np.concatenate([visit, visit, visit | bit])
    rest = whole ^ visit
    kept = (visit > 0) & (rest > 0)
    for matter, after in enumerate(later):  # not: m on this visit, something that must follow it already settled
        kept &= ((visit >> matter & 1) == 0) | ((rest & after) == 0)
    whole, visit = whole[kept], visit[kept]
    order = np.lexsort((visit, whole))
    begin = np.searchsorted(whole[order], np.arange((1 << len(later)) + 1))
    return Splits(whole[order], visit[order], begin)
