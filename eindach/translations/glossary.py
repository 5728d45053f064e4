"""Terms of art: how they are said in every language, so that one thing has one name. Data: glossary.yaml."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("glossary.yaml")


@dataclass(frozen=True)
class Term:
    """`keeps`: the German word stands in the translation too, in brackets or alone; `said`: language -> words."""

    german: str
    meaning: str
    keeps: bool
    said: dict[str, str]


@cache
def terms() -> tuple[Term, ...]:
    found = yaml.safe_load(FILE.read_text(encoding="utf-8"))["terms"]
    return tuple(
        Term(german, one["meaning"], bool(one.get("keeps")), one["said"]) for german, one in sorted(found.items())
    )


def terms_in(texts: Iterable[str]) -> list[Term]:
    """Those that occur in one of the texts, German or English."""
    words = " ".join(texts).casefold()
    return [term for term in terms() if any(one.casefold() in words for one in (term.german, term.said["en"]))]
