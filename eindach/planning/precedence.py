"""`after` as bit masks: which matters must come later than which, directly or through others."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

from eindach.planning.request import Matter


def cycle(matters: Sequence[Matter]) -> list[str] | None:
    """The ids of one cycle in `after` (first id repeated at its end), or None."""
    try:
        TopologicalSorter({matter.id: matter.after for matter in matters}).prepare()
    except CycleError as fault:
        return list(fault.args[1])
    return None


def later_masks(matters: Sequence[Matter]) -> list[int]:
    """For each matter the set (bit mask over indexes) of all matters that have to come after it."""
    index = {matter.id: number for number, matter in enumerate(matters)}
    order = TopologicalSorter({matter.id: matter.after for matter in matters}).static_order()
    later = [0] * len(matters)
    for name in reversed([name for name in order if name in index]):
        for earlier in matters[index[name]].after:
            later[index[earlier]] |= later[index[name]] | 1 << index[name]
    return later
