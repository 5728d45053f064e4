"""Nothing of the trail is shown as a bare key: every act, kind, basis and field the program can record has words."""

import re
from pathlib import Path

import pytest

from eindach.accounts.policy import AREAS
from eindach.consent.trail_words import ACTS, BASES, FIELDS, KINDS

SOURCE = Path(__file__).parents[2] / "eindach"
RECORDED = re.compile(r"(?:trail\.record|touched\.send|Refused)\((?:[^()]|\([^()]*\))*\)", re.DOTALL)
OTHERS = {"act": {"book", "move", "cancel", "propose", "accept", "decline", "displace", "serve-again"}, "kind": set()}


def recorded(name: str) -> set[str]:
    """Every literal `act=` or `kind=` of a call that leaves an event, and the words of a refusal."""
    found = set(OTHERS.get(name, set()))
    for file in SOURCE.rglob("*.py"):
        for call in RECORDED.findall(file.read_text()):
            found |= set(re.findall(rf'\b{name}=f?"([a-z-]+)', call))
            refusal = re.match(r'Refused\(\s*"([a-z-]+)", "([a-z-]+)"', call)
            if refusal and name in ("act", "kind"):
                found.add(refusal[1 if name == "act" else 2])
    return found


@pytest.mark.parametrize(
    ("name", "words", "doors"),
    [
        ("act", ACTS, {act for act, _area in AREAS}),
        ("kind", KINDS, {area for _act, area in AREAS}),
        ("basis", BASES, set()),
    ],
)
def test_whatever_is_recorded_has_words(name: str, words: dict[str, object], doors: set[str]) -> None:
    said = (recorded(name) | doors) - {"law"}
    assert len(said) >= 5
    assert said - set(words) == set()


def test_the_filter_knows_the_acts_of_consents() -> None:
    assert {"give-consent", "withdraw-consent", "grant-by-law"} <= set(ACTS)
    assert all(str(word) for word in FIELDS.values())
