"""The section `steps` of a region's data: steps of newcomers' plans, of federation, state and region."""

from datetime import date

from pydantic import Field, model_validator

from eindach.directory.region_format import Entry, Text
from eindach.directory.region_rows import replace
from eindach.directory.region_source import RegionSource
from eindach.guide.models import Matter, Step, Topic
from eindach.guide.plan.rules import RuleEntry, for_engine
from eindach.planning import guidance


class StepEntry(Entry):
    """One version of a step. `step`: its key, where a further version stands under another one."""

    step: str | None = None
    topic: str
    matter: str | None = None
    icon: str
    position: int
    name: Text
    official_term: str = Field("", max_length=120)
    why: Text
    how: Text | None = None
    bring: Text | None = None
    costs: Text | None = None
    takes: Text | None = None
    afterwards: Text | None = None
    language_help: Text | None = None
    link: str = ""
    rule: RuleEntry = RuleEntry()
    gives: list[str] = []
    valid_from: date = date(2026, 1, 1)
    valid_until: date | None = None
    legal_basis: str = Field("", max_length=200)
    source: str = Field("", max_length=300)
    leika: str = Field("", pattern=r"^(99\d{12})?$")
    reviewed_on: date
    confirmed: bool = False
    sample: bool = True

    @model_validator(mode="after")
    def _has_a_source(self) -> "StepEntry":
        if self.confirmed and not self.source:
            raise ValueError("what is confirmed names its source")
        return self


def read(source: RegionSource) -> dict[str, StepEntry]:
    """Parse and check, also how the steps hang together; faults are noted in `source`."""
    entries = source.parse("steps", StepEntry)
    for name, one in entries.items():
        source.refer("steps", name, "topic", "topics", [one.topic])
    _check_together(entries, source)
    return entries


def _check_together(entries: dict[str, StepEntry], source: RegionSource) -> None:
    names = {one.step or name: name for name, one in entries.items()}
    try:
        guidance.check(_engine_step(name, one) for name, one in entries.items())
    except guidance.Circle as circle:
        source.fault("steps", names[circle.keys[0]], f"comes after itself: {circle}", "rule", "after")
    except ValueError as fault:
        key, _, said = str(fault).partition(": ")
        source.fault("steps", names.get(key, key), said, "rule")


def _engine_step(name: str, one: StepEntry) -> guidance.Step:
    return for_engine(one.step or name, one.position, one.rule.model_dump(), one.valid_from, one.valid_until)


def load(entries: dict[str, StepEntry]) -> None:
    """Write the steps; inside a transaction of the caller, after topics and matters. A matter that this region does not
    have makes a step without an appointment."""
    topics = dict(Topic.objects.values_list("key", "pk"))
    matters = dict(Matter.objects.values_list("key", "pk"))
    replace(Step, [_row(name, one, topics, matters) for name, one in entries.items()])


def _row(name: str, one: StepEntry, topics: dict[str, int], matters: dict[str, int]) -> Step:
    plain = one.model_dump(exclude={"step", "topic", "matter", "rule"})
    texts = {field: said or "" for field, said in plain.items() if field in TEXTS}
    return Step(
        **plain | texts,
        key=one.step or name,
        topic_id=topics[one.topic],
        matter_id=matters.get(one.matter or ""),
        rule=one.rule.model_dump(mode="json"),
    )


TEXTS = ("how", "bring", "costs", "takes", "afterwards", "language_help")
