"""German words for the record of processing, from record.yaml: what a purpose is for, what a table holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml

FILE: Final = Path(__file__).with_name("record.yaml")


@dataclass(frozen=True)
class Purpose:
    """One processing activity: its name, whose data, and who receives them."""

    name: str
    persons: str
    recipients: str


@dataclass(frozen=True)
class Words:
    """Purposes by key, what a table holds by its name, and the measures of Art. 32 GDPR."""

    purposes: Mapping[str, Purpose]
    tables: Mapping[str, str]
    measures: tuple[str, ...]


@cache
def words() -> Words:
    said = yaml.safe_load(FILE.read_text())
    purposes = {key: Purpose(**one) for key, one in said["purposes"].items()}
    return Words(purposes, said["tables"], tuple(said["measures"]))
