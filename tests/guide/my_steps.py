"""Four steps of the cast's district, and how a test answers the questions."""

from datetime import date
from typing import Any

from eindach.guide.models import Step
from eindach.guide.plan.answers import Answers
from tests.cast import Cast, text

TODAY = date(2026, 11, 21)
MOVED_IN = date(2026, 11, 14)


def make_steps(cast: Cast) -> None:
    in_14_days = {"of": "moving-in", "days": 14}
    _step(cast, 1, "registration", "Adresse anmelden", settled_by=["registered"], due=in_14_days)
    _step(cast, 2, "bank", "Konto eröffnen", after=["registration"], settled_by=["bank-account"])
    _step(cast, 3, "residence", "Aufenthalt beantragen", when=[{"reason": ["work", "study"]}], after=["registration"])
    _step(cast, 4, "school", "Schule suchen", when=[{"family": ["school-child"]}])


def _step(cast: Cast, position: int, key: str, name: str, **rule: Any) -> None:
    matter = {"registration": cast.registration, "bank": cast.bank, "residence": cast.residence}.get(key)
    Step.objects.create(
        key=key,
        position=position,
        topic=cast.bank.topic,
        matter=matter,
        icon="home",
        name=text(name, key.title()),
        why=text(f"Warum {name}", f"Why {key}"),
        rule=rule,
        valid_from=date(2026, 1, 1),
        reviewed_on=date(2026, 11, 1),
    )


def told(place: str | None = None, dates: dict[str, date] | None = None, **chosen: str) -> Answers:
    """`told(reason="work", family="partner school-child")`."""
    return Answers(place=place, dates=dates or {}, chosen={key: tuple(said.split()) for key, said in chosen.items()})
