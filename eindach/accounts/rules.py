"""Who may see what kind of personal data: by role, and by kind of organization. The tables of the permission policy.

Both must allow, and a relation to the person must be there besides (policy.py). They are written for people to review:
one line a role, one line a kind. The database holds a copy (`eindach migrate` writes it) for its own, third, answer.
Source: the district's concept of roles is not published; every line is to be confirmed by the data protection officers
of the bodies involved (Art. 5(1)(c) and 25 GDPR: no more than the task needs).
"""

from collections.abc import Mapping
from typing import Final

from eindach.directory.models import Organization

from .models.membership import Role
from .models.profile import Category as C

Categories = frozenset[C]
SOURCE = "to be confirmed by the district's data protection officers"

_BASIC: Final = frozenset({C.IDENTITY, C.CONTACT})
_ADVICE: Final = frozenset(C)
_NO_NOTES: Final = frozenset(C) - {C.NOTES, C.HEALTH}

READS: Final[Mapping[Role, Categories]] = {
    Role.FRONT_DESK: _BASIC | {C.APPOINTMENTS},
    Role.EXPERT: _BASIC | {C.APPOINTMENTS, C.NEEDS, C.WORK},
    Role.ADVISOR: _ADVICE,
    Role.ADVISOR_LEAD: _NO_NOTES,
    Role.ABH_CLERK: _BASIC | {C.APPOINTMENTS, C.RESIDENCE, C.FAMILY},
    Role.SOCIAL_CLERK: _BASIC | {C.APPOINTMENTS, C.RESIDENCE, C.BENEFITS, C.FAMILY, C.HOUSING},
    Role.JOBCENTER_CLERK: _BASIC | {C.APPOINTMENTS, C.RESIDENCE, C.BENEFITS, C.FAMILY, C.HOUSING, C.WORK},
    Role.PARTNER: _BASIC | {C.APPOINTMENTS, C.NEEDS},
    Role.COORDINATOR: frozenset(),
    Role.STEERING: frozenset(),
    Role.PROTECTION: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}
"""What a role's task needs. Coordinators plan counters, the steering group sees sums, the data protection officer the
trail, the administrator users: none of them reads about a person."""

WRITES: Final[Mapping[Role, Categories]] = {
    Role.ADVISOR: _ADVICE - _BASIC - {C.APPOINTMENTS},
    Role.ABH_CLERK: frozenset({C.RESIDENCE}),
    Role.SOCIAL_CLERK: frozenset({C.BENEFITS, C.HOUSING}),
    Role.JOBCENTER_CLERK: frozenset({C.BENEFITS, C.WORK}),
}
"""What a role may write down. Contact data are corrected by the person."""

_KIND = Organization.Kind
OF_A_KIND: Final[Mapping[str, Categories]] = {
    _KIND.AUTHORITY: frozenset(C) - {C.NOTES, C.HEALTH},
    _KIND.MUNICIPALITY: frozenset(C) - {C.NOTES, C.HEALTH, C.WORK},
    _KIND.JOBCENTER: frozenset(C) - {C.NOTES, C.HEALTH},
    _KIND.BANK: _BASIC | {C.APPOINTMENTS},
    _KIND.INSURER: _BASIC | {C.APPOINTMENTS, C.FAMILY},
    _KIND.CHAMBER: _BASIC | {C.APPOINTMENTS, C.WORK, C.NEEDS},
    _KIND.ASSOCIATION: frozenset(C),
    _KIND.PROVIDER: _BASIC | {C.APPOINTMENTS, C.NEEDS},
    _KIND.WELCOME: frozenset(C),
}
"""What a kind of organization may ever be told, whatever a consent says: a bank never sees the residence status."""

_ANY: Final = frozenset(map(str, _KIND))
_HOUSE: Final = frozenset({_KIND.AUTHORITY, _KIND.MUNICIPALITY, _KIND.JOBCENTER, _KIND.WELCOME})
_ADVISES: Final = frozenset({_KIND.ASSOCIATION, _KIND.WELCOME, _KIND.AUTHORITY})
WORKS_AT: Final[Mapping[Role, frozenset[str]]] = {
    Role.FRONT_DESK: _HOUSE | {_KIND.ASSOCIATION},
    Role.EXPERT: _ANY,
    Role.ADVISOR: _ADVISES,
    Role.ADVISOR_LEAD: _ADVISES,
    Role.ABH_CLERK: frozenset({_KIND.AUTHORITY}),
    Role.SOCIAL_CLERK: frozenset({_KIND.MUNICIPALITY}),
    Role.JOBCENTER_CLERK: frozenset({_KIND.JOBCENTER}),
    Role.PARTNER: frozenset({_KIND.BANK, _KIND.INSURER, _KIND.CHAMBER, _KIND.ASSOCIATION, _KIND.PROVIDER}),
    Role.COORDINATOR: _HOUSE,
    Role.STEERING: _ANY,
    Role.PROTECTION: _HOUSE,
    Role.ADMINISTRATOR: _HOUSE,
}
"""Kinds of organizations somebody in a role can work at. Data protection reads the whole trail and the administrator
sees all users: neither works at a partner."""


def works_at(role: str, kind: str) -> bool:
    """Whether there is such a task at such an organization; unknown words: no."""
    return kind in WORKS_AT.get(role, frozenset())  # type: ignore[call-overload]


BREAKS_GLASS: Final = frozenset({Role.ADVISOR_LEAD, Role.ABH_CLERK, Role.SOCIAL_CLERK})
"""Roles that may look without a relation in an emergency, for half an hour, under the eyes of data protection."""


def readable(role: str, kind: str) -> Categories:
    """What this role at this kind of organization may read at most; unknown words: nothing."""
    return READS.get(role, frozenset()) & OF_A_KIND.get(kind, frozenset())  # type: ignore[call-overload,no-any-return]


def writable(role: str, kind: str) -> Categories:
    return WRITES.get(role, frozenset()) & OF_A_KIND.get(kind, frozenset())  # type: ignore[call-overload,no-any-return]
