"""Plans for what a draft asks for: searched afresh, drawn, with what to do when there are none."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings

from eindach.guide.models import Matter

from .. import queries
from ..draft import Draft
from ..plans import Impossible, Plan
from ..search import search
from ..wish import Wish, WishFaults
from . import changes
from .cards import cards
from .residents import only_residents
from .when import wish_of


def alternatives(draft: Draft, now: datetime, *, everything: bool = False) -> dict[str, Any] | None:
    """What a page needs to show fresh plans; None when step 1 or 2 has to be answered first.

    What the draft holds counts as free, so that going back shows the chosen plan among the others.
    """
    wish = wish_of(draft)
    if wish is None:
        return None
    try:
        found = search(wish, now=now, moving=draft.itinerary())
    except WishFaults:
        return None
    return {
        "draft": draft,
        "wish": wish,
        "cards": cards(found.plans, like=present(draft, now), everything=everything) if found.plans else None,
        "only_residents": only_residents(wish, found.plans),
        "impossible": found.impossible,
        "reasons": merged(found.impossible),
        "matters": in_order(draft.matters),
        "changes": () if found.plans else helpful(wish, now),
        "events_url": settings.EVENTS_URL,
    }


def merged(reasons: Iterable[Impossible]) -> list[tuple[str, list[Matter]]]:
    """One sentence for each cause: its message about the first matter, and the others of which the same is true."""
    found: dict[tuple[str, str], tuple[str, list[Matter]]] = {}
    for one in reasons:
        # Messages of one cause differ in nothing but the name.
        name = str(one.matters[0].name) if len(one.matters) == 1 else ""
        cause = one.message.replace(name, "") if name else one.message
        message, others = found.setdefault((one.reason, cause), (one.message, []))
        if message != one.message:
            others.extend(one.matters)
    return list(found.values())


def present(draft: Draft, now: datetime) -> Plan | None:
    """The plan a draft holds at the moment."""
    held = draft.itinerary()
    return queries.planned(held) if held and held.state(now) == "held" else None


def in_order(keys: list[str]) -> list[Matter]:
    """These matters, in the order they were chosen."""
    by_key = {matter.key: matter for matter in Matter.objects.filter(key__in=keys)}
    return [by_key[key] for key in keys if key in by_key]


def helpful(wish: Wish, now: datetime) -> list[str]:
    """The changes after which there is a plan; all possible ones when none alone is enough."""
    possible = changes.possible(wish)
    helps = [change for change in possible if search(changes.loosened(wish, change), now=now).plans]
    return helps or possible
