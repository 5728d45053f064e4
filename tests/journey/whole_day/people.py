"""Twenty who registered, ten who walk in: when they come, what for, how long it takes. The same every time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from .world import OPENS, STATIONS

SEED: Final = 4
SHORTEST, LONGEST = 0.6, 1.25
"""Of the planned minutes, what a service really takes."""
LANGUAGES: Final = ("ar", "uk", "en", "de")
MINUTES: Final = {matter: minutes for _number, _office, matter, minutes in STATIONS}
HOURS: Final = (
    # By hour of registration: what each of them wants.
    (("account", "insurance"), ("registration",), ("housing", "integration"), ("job",), ("account",), ("leisure",)),
    (("account",), ("insurance", "registration"), ("job", "leisure"), ("housing",), ("integration",), ("account",)),
    (("registration", "account"), ("insurance",), ("job",), ("housing", "leisure"), ("integration",)),
    (("insurance", "registration"), ("job",), ("leisure",)),
)
WALK_INS: Final = (
    ("account",), ("insurance",), ("registration", "housing"), ("job",), ("leisure",),
    ("account", "integration"), ("registration",), ("insurance",), ("housing",), ("integration",),
)  # fmt: skip


@dataclass(frozen=True)
class Guest:
    """Somebody, by a number of ours. `hour` they registered for (None: they walk in); `comes`: when they do."""

    number: int
    matters: tuple[str, ...]
    language: str
    hour: datetime | None
    comes: datetime

    @property
    def name(self) -> str:
        return f"Gast {self.number} Beispiel"

    @property
    def email(self) -> str:
        return f"gast{self.number}@mail.example"


def guests() -> list[Guest]:
    random, found = Random(SEED), list[Guest]()
    for hour, wishes in enumerate(HOURS):
        start = OPENS + timedelta(hours=hour)
        for wish in wishes:
            comes = start + timedelta(minutes=random.randrange(-6, 36, 3))
            found.append(Guest(len(found), wish, LANGUAGES[len(found) % 4], start, comes))
    for position, wish in enumerate(WALK_INS):
        comes = OPENS + timedelta(minutes=12 + 19 * position + random.randrange(0, 9, 3))
        found.append(Guest(len(found), wish, LANGUAGES[len(found) % 4], None, comes))
    return found


def takes(guest: int, matter: str) -> timedelta:
    """How long it really takes: of whom and what, not of when, so that one press more or less changes no other."""
    share = Random(f"{SEED} {guest} {matter}").uniform(SHORTEST, LONGEST)
    return timedelta(minutes=round(MINUTES[matter] * share))
