"""In which order chosen matters are settled: what must come first, and what does because of a paper.

The second is soft. Where one chosen matter gives a paper that another asks for, the one that gives comes first, on the
same or an earlier day: nobody is sent to a counter that turns them away. Nobody is told to add a matter for it, and
it is given up before nothing is possible (`search`).
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import permutations
from uuid import UUID

from eindach.directory.models import Service
from eindach.guide.models import Matter

from .ground import Ground

Order = dict[str, tuple[str, ...]]
"""Key of a chosen matter -> those of the chosen ones that end before it starts."""


def must(base: Ground, matters: Sequence[Matter]) -> Order:
    """What `Matter.after` says, among the chosen ones."""
    chosen = {matter.key for matter in matters}
    return {matter.key: tuple(key for key in base.first[matter.pk] if key in chosen) for matter in matters}


def by_papers(
    base: Ground,
    matters: Sequence[Matter],
    settling: Mapping[int, Mapping[UUID, Service]],
    fixed: Collection[str],
) -> Order:
    """`must`, and who gives a paper before who asks for it. `settling`: by which services each may be settled; `fixed`:
    matters whose time stands. Without an order between two of these, and without any that would close a circle.

    What one has to bring along to the very place that gives it one has already: who renews a permit brings the old one.
    """
    asked = {
        matter.key: {paper for service in settling[matter.pk] for paper in base.papers[service]} for matter in matters
    }
    order = must(base, matters)
    for giving, asking in permutations(sorted(matters, key=lambda one: (one.position, one.key)), 2):
        first, then = giving.key, asking.key
        if not (base.giving.get(giving.pk, frozenset()) - asked[first]) & asked[then]:
            continue
        if not (first in fixed and then in fixed) and not _comes_after(first, then, order):
            order[then] = tuple(dict.fromkeys([*order[then], first]))
    return order


def _comes_after(one: str, other: str, order: Order) -> bool:
    """Directly or through others."""
    return other in order[one] or any(_comes_after(before, other, order) for before in order[one])
