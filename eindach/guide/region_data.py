"""The guide's sections of a region's data: topics, matters and steps. `read` checks, `load` writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from pydantic import Field

from eindach.directory.models import Service
from eindach.directory.region_format import Entry, Text
from eindach.directory.region_rows import upsert
from eindach.directory.region_source import RegionSource
from eindach.guide import steps_data
from eindach.guide.models import Matter, Topic
from eindach.guide.municipalities import region_data as municipality_data
from eindach.guide.places.words import write_given, write_words
from eindach.guide.steps_data import StepEntry

ICONS = frozenset({
    "account-balance", "apartment", "badge", "briefcase-search", "bus", "chat", "child", "childcare", "company",
    "diploma", "driving", "euro", "family", "handshake", "home", "leisure", "mail-open", "mediation", "school",
    "shield-health", "stethoscope", "training", "translate", "work",
})  # fmt: skip
"""Drawn by the pages; docs/regions.md says what each shows."""


class TopicEntry(Entry):
    name: Text
    summary: Text | None = None
    icon: str
    position: int


class MatterEntry(Entry):
    topic: str
    name: Text
    short_name: Text
    summary: Text | None = None
    official_term: str = Field(max_length=120)
    keywords: Text | None = None
    icon: str
    position: int = 0
    minutes: int = Field(ge=5, le=240, multiple_of=5)
    minutes_each_further: int = Field(0, ge=0, le=60)
    after: list[str] = []
    services: list[str] = Field(min_length=1)
    gives: list[str] = []
    sample: bool = True


class SearchWordsEntry(Entry):
    """Of a matter or a service, named by the key: words people type, in any language, several in a line."""

    words: list[str]


@dataclass(frozen=True)
class GuideData:
    topics: dict[str, TopicEntry]
    matters: dict[str, MatterEntry]
    steps: dict[str, StepEntry]
    municipalities: municipality_data.MunicipalityData
    search_words: dict[str, SearchWordsEntry]


def read(source: RegionSource) -> GuideData:
    """Parse and check; faults are noted in `source`."""
    data = GuideData(
        topics=source.parse("topics", TopicEntry),
        matters=source.parse("matters", MatterEntry),
        steps=steps_data.read(source),
        municipalities=municipality_data.read(source),
        search_words=source.parse("search_words", SearchWordsEntry),
    )
    drawn: dict[str, Mapping[str, TopicEntry | MatterEntry | StepEntry]] = {
        "topics": data.topics,
        "matters": data.matters,
        "steps": data.steps,
    }
    for section, entries in drawn.items():
        for key, one in entries.items():
            if one.icon not in ICONS:
                source.fault(section, key, f"no icon {one.icon!r}; allowed: {', '.join(sorted(ICONS))}", "icon")
    for key, matter in data.matters.items():
        source.refer("matters", key, "topic", "topics", [matter.topic])
        source.refer("matters", key, "services", "services", matter.services)
        source.refer("matters", key, "after", "matters", matter.after)
    _refuse_circles(data, source)
    return data


def _refuse_circles(data: GuideData, source: RegionSource) -> None:
    for key in data.matters:
        before, seen = list(data.matters[key].after), set()
        while before:
            step = before.pop()
            if step not in seen and step in data.matters:
                seen.add(step)
                before += data.matters[step].after
        if key in seen:
            source.fault("matters", key, "comes after itself, in a circle", "after")


def load(data: GuideData) -> None:
    """Write topics, matters, steps, the words of the search; in a transaction of the caller, after the directory."""
    topics = upsert(
        Topic,
        [
            Topic(key=key, **one.model_dump(exclude={"summary"}), summary=one.summary or "")
            for key, one in data.topics.items()
        ],
        by="key",
    )
    matters = upsert(Matter, [_matter(key, one, topics) for key, one in data.matters.items()], by="key")
    _relations(data, matters)
    steps_data.load(data.steps)
    municipality_data.load(data.municipalities)
    write_words()
    write_given({key: one.words for key, one in data.search_words.items()})


def _matter(key: str, one: MatterEntry, topics: dict[str, Topic]) -> Matter:
    plain = one.model_dump(exclude={"topic", "summary", "keywords", "after", "services"})
    return Matter(key=key, topic=topics[one.topic], summary=one.summary or "", keywords=one.keywords or "", **plain)


def _relations(data: GuideData, matters: dict[str, Matter]) -> None:
    services: dict[str, UUID] = dict(Service.objects.values_list("key", "pk"))
    orders, offers = Matter.after.through, Matter.services.through
    orders.objects.all().delete()
    offers.objects.all().delete()  # also of matters that are gone from the files: nobody can book them any more
    orders.objects.bulk_create(
        orders(from_matter=matters[key], to_matter=matters[first])
        for key, one in data.matters.items()
        for first in one.after
    )
    offers.objects.bulk_create(
        offers(matter=matters[key], service_id=services[offered])
        for key, one in data.matters.items()
        for offered in one.services
    )
