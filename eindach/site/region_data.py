"""The sections `accessibility`, `barriers` and `videos` of a region's data. `read` checks, `load` writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from eindach.directory.region_format import Entry, Text
from eindach.directory.region_rows import replace
from eindach.directory.region_source import RegionSource

from .models import AccessibilityStatement, Barrier, Video

STATEMENT: Final = "statement"
"""The one key of the section `accessibility`."""
Https = Annotated[str, Field(pattern=r"^https://\S+$", max_length=200)]


class OmbudsEntry(Entry):
    """Who decides when the region does not help. `source`: who says so, on the day `as_of`."""

    name: str = Field(max_length=200)
    text: Text
    link: Https
    address: str = Field("", max_length=200)
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254)
    as_of: date
    source: str = Field(min_length=1, max_length=300)


class StatementEntry(Entry):
    """`confirmed`: the district stands by every word of it."""

    state: Literal["full", "partial", "none"]
    standard: str = Field(max_length=200)
    law: str = Field(max_length=200)
    method: Text
    assessed_on: date
    written_on: date
    reviewed_on: date
    answer_weeks: int = Field(ge=1, le=6)
    answer_law: str = Field("", max_length=200)
    confirmed: bool = False
    ombuds: OmbudsEntry


class BarrierEntry(Entry):
    position: int = 0
    reason: Literal["not-yet", "burden", "outside"] = "not-yet"
    what: Text
    why: Text
    instead: Text


class VideoEntry(Entry):
    """`file`: its name in the folder `public/videos` of the data (docs/accessibility.md); or `link`, elsewhere."""

    position: int = 0
    title: Text
    language: Literal["dgs"] = "dgs"
    file: str = Field("", pattern=r"^([a-z0-9][a-z0-9-]*\.(mp4|webm))?$")
    link: Https | Literal[""] = ""
    seconds: int = Field(ge=1, le=3600)
    transcript: Text
    as_of: date
    source: str = Field(min_length=1, max_length=200)

    @model_validator(mode="after")
    def _is_somewhere(self) -> "VideoEntry":
        if bool(self.file) == bool(self.link):
            raise ValueError("a video has a file of ours or a link, not both")
        return self


@dataclass(frozen=True)
class SiteData:
    statement: StatementEntry | None
    barriers: Mapping[str, BarrierEntry]
    videos: Mapping[str, VideoEntry]


def read(source: RegionSource) -> SiteData:
    """Parse and check; faults are noted in `source`."""
    for key in sorted(source.keys("accessibility") - {STATEMENT}):
        source.fault("accessibility", key, f"is not known here; allowed: {STATEMENT}")
    statements = source.parse("accessibility", StatementEntry)
    barriers = source.parse("barriers", BarrierEntry)
    found = statements.get(STATEMENT)
    if found and (found.state == "full") == bool(barriers):
        source.fault("accessibility", STATEMENT, "'full' names no barriers, everything else names them", "state")
    return SiteData(found, barriers, source.parse("videos", VideoEntry))


def load(data: SiteData) -> None:
    """Write all of it anew; inside a transaction of the caller."""
    replace(AccessibilityStatement, [_row(data.statement)] if data.statement else [])
    replace(Barrier, [Barrier(key=key, **one.model_dump()) for key, one in data.barriers.items()])
    replace(Video, [Video(key=key, **one.model_dump()) for key, one in data.videos.items()])


def _row(one: StatementEntry) -> AccessibilityStatement:
    ombuds = {f"ombuds_{name}": said for name, said in one.ombuds.model_dump().items()}
    return AccessibilityStatement(**one.model_dump(exclude={"ombuds"}), **ombuds)
