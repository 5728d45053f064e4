"""The section `interpreters` of a region's data: who interprets by phone, in what, and when; dated, with its source."""

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from eindach.directory.region_format import Entry, HoursEntry, Languages, Name, Text
from eindach.directory.region_rows import prune, upsert
from eindach.directory.region_source import RegionSource

from ..models import PhoneInterpreter


class InterpreterEntry(Entry):
    """`note`: what to say there, and who pays. `source`: who says so; empty: to be confirmed by the district."""

    name: Name
    note: Text
    phone: str = Field(min_length=5, max_length=40)
    languages: Languages
    hours: list[HoursEntry] = Field(min_length=1)
    as_of: date
    source: str = Field("", max_length=200)
    sample: bool = True


def read(source: RegionSource) -> Mapping[str, InterpreterEntry]:
    """Parse and check; faults are noted in `source`."""
    found = source.parse("interpreters", InterpreterEntry)
    for key, one in found.items():
        for position, line in enumerate(one.hours):
            if line.hours.opens is None:
                source.fault("interpreters", key, "a phone is answered at fixed hours", "hours", position)
    return found


def load(entries: Mapping[str, InterpreterEntry]) -> None:
    """Write the list; inside a transaction of the caller."""
    rows = [
        PhoneInterpreter(key=key, **one.model_dump(exclude={"hours"}), hours=one.model_dump(mode="json")["hours"])
        for key, one in entries.items()
    ]
    upsert(PhoneInterpreter, rows, by="key")
    prune(PhoneInterpreter, entries)
