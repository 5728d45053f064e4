"""What the coordinator has to mend, in numbers; nobody is named (booking/coverage.py)."""

from eindach.booking import coverage
from eindach.consent import trail
from eindach.kernel.actor import Acting


def without_hours(acting: Acting) -> list[coverage.Uncovered]:
    return coverage.without_hours(acting.now)


def displaced(acting: Acting) -> list[coverage.Displaced]:
    trail.record(act="read", kind="figures", basis="role")
    return coverage.displaced(acting.now)


def waiting(acting: Acting) -> list[coverage.Waiting]:
    trail.record(act="read", kind="figures", basis="role")
    return coverage.waiting(acting.now)
