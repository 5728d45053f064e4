"""What the acting organization was told about whom, gathered once an act: for lists, where asking the policy for each
person would take a statement each."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from eindach.accounts.models.profile import SPECIAL, Category
from eindach.accounts.rules import BREAKS_GLASS, readable
from eindach.kernel.actor import Actor

from .models import BrokenGlass, Consent, Grant, LegalBasis

Told = Iterable[tuple[UUID, frozenset[str]]]
Source = Callable[[Actor, datetime], Told]
_others: list[Source] = []
_asked: list[Source] = []
_kept: ContextVar[dict[tuple[Actor, datetime], dict[UUID, frozenset[str]]] | None] = ContextVar("told", default=None)


@contextmanager
def kept_for_an_act() -> Iterator[None]:
    """Inside, what somebody was told is gathered once; `changed` makes it be gathered anew."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def changed() -> None:
    """A consent, a grant or a glass has just become another: to be called by who does that, in the same act."""
    kept = _kept.get()
    if kept is not None:
        kept.clear()


def telling(source: Source) -> Source:
    """Declare a source of what an organization knows, such as the appointments at its counters."""
    _others.append(source)
    return source


def told_by_asking(source: Source) -> Source:
    """Declare a source of whom an organization knows because they asked it for help: it stands for no town."""
    _asked.append(source)
    return source


def task_of(actor: Actor) -> frozenset[str]:
    return readable(actor.role, actor.organization_kind) if actor.kind == "staff" else frozenset()


def told(actor: Actor, now: datetime) -> dict[UUID, frozenset[str]]:
    """Person -> categories the organization may know; not yet cut to the task of the role."""
    kept = _kept.get()
    if kept is None:
        return _gathered(actor, now)
    if (actor, now) not in kept:
        kept[actor, now] = _gathered(actor, now)
    return kept[actor, now]


def expected(actor: Actor, now: datetime) -> set[UUID]:
    """Whom the organization knows because they booked with it."""
    return {person for source in _others for person, _categories in source(actor, now)}


def _gathered(actor: Actor, now: datetime) -> dict[UUID, frozenset[str]]:
    found: dict[UUID, frozenset[str]] = defaultdict(frozenset)
    for source in (granted, behind_glass, *_others, *_asked):
        for person, categories in source(actor, now):
            found[person] |= categories
    return found


def granted(actor: Actor, now: datetime) -> Told:
    """By grants whose consent is given, or whose legal basis is in force."""
    live = Grant._base_manager.filter(
        Q(valid_until=None) | Q(valid_until__gt=now),
        Q(ended_at=None) | Q(ended_at__gt=now),
        organization=actor.organization,
        valid_from__lte=now,
    )
    in_force = {one.pk: frozenset(one.categories) for one in LegalBasis.objects.in_force(timezone.localdate(now))}
    for grant in live.select_related("consent").prefetch_related("consent__events"):
        if grant.consent is None:
            law = in_force.get(grant.legal_basis_id or 0, frozenset())
            yield grant.person_id, (frozenset(grant.categories) & law) - frozenset(SPECIAL)
        elif grant.consent.recipient_id == actor.organization and grant.consent.state(now) == Consent.State.GIVEN:
            yield grant.person_id, frozenset(grant.categories) & frozenset(grant.consent.categories)


def behind_glass(actor: Actor, now: datetime) -> Told:
    """By an emergency look of this very member of staff."""
    if actor.role not in BREAKS_GLASS:
        return
    looks = BrokenGlass.objects.filter(
        user=actor.user, organization=actor.organization, role=actor.role, broken_at__lte=now, until__gt=now
    )
    for person in looks.values_list("person_id", flat=True):
        yield person, frozenset(Category) - frozenset(SPECIAL)
