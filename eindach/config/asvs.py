"""OWASP ASVS 5.0.0, levels 1 and 2, requirement by requirement: `python -m eindach.config.asvs` writes docs/asvs.md.

The answers are docs/asvs/v01.yaml to v17.yaml: what a requirement asks (in our own words), and a test that proves it, a
reason with the place where more is said, or both. A reference that leads nowhere is a fault of `make check`.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

ROOT = Path(__file__).resolve().parents[2]
LEVELS: Final = {
    1: ("22", "1111122223", "112222222223", "222", "123"),
    2: ("122", "112", "12223", "23"),
    3: ("3", "113", "12223", "11222233", "11122333", "3", "22333"),
    4: ("12233", "23333", "22", "1222"),
    5: ("2", "112333", "113", "222"),
    6: ("122", "111111112222", "11223333", "112233", "22222333", "2223", "33", "2222"),
    7: ("222", "1111", "22", "11222", "223", "22"),
    8: ("1233", "1123", "133", "23"),
    9: ("111", "1222"),
    10: ("22", "223", "22223", "1111122222233333", "22222", "22", "222"),
    11: ("2233", "22233", "11233", "1222", "23", "23", "33"),
    12: ("12233", "11", "22223"),
    13: ("2333", "222223", "2233", "1222233"),
    14: ("22", "12223333", "122"),
    15: ("12233", "12233", "1222222", "3333"),
    16: ("2", "22222", "2222", "222", "2223"),
    17: ("23", "22223333", "22"),
}
"""Chapter: its sections, each a figure a requirement: the level from which it is asked. 70 of level 1, 183 of level 2,
92 of level 3 (which we do not answer)."""
DEEPEST: Final = 2
HEAD: Final = """# ASVS 5.0.0, levels 1 and 2, requirement by requirement

Written by `python -m eindach.config.asvs` from [asvs/](asvs): change it there. What is asked is told in our own words;
the words that count are [OWASP's](https://github.com/OWASP/ASVS). A test proves, a reason explains; `make check` fails
where one leads nowhere. What threatens the house: [security.md](security.md).
"""


@dataclass(frozen=True)
class Answer:
    """One requirement. `tests`: "tests/…py::test_…"; `see`: files, with a heading after # where it is one of many."""

    id: str
    level: int
    asks: str
    tests: tuple[str, ...]
    reason: str
    see: tuple[str, ...]
    open: str


def asked() -> dict[str, int]:
    """Every requirement of the levels we answer, with its level."""
    return {
        f"V{chapter}.{section}.{number}": int(level)
        for chapter, sections in LEVELS.items()
        for section, levels in enumerate(sections, start=1)
        for number, level in enumerate(levels, start=1)
        if int(level) <= DEEPEST
    }


def chapters(root: Path = ROOT) -> Iterator[tuple[int, str, list[Answer]]]:
    """Number, title and answers of each file."""
    for file in sorted((root / "docs" / "asvs").glob("v*.yaml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        yield int(file.stem[1:]), content["title"], [_answer(one) for one in content["requirements"]]


def _answer(one: dict[str, Any]) -> Answer:
    return Answer(
        id=one["id"],
        level=one["level"],
        asks=one["asks"],
        tests=tuple(one.get("test", ())),
        reason=one.get("reason", ""),
        see=tuple(one.get("see", ())),
        open=one.get("open", ""),
    )


def faults(root: Path = ROOT) -> list[str]:
    """Requirements without an answer, answers that prove nothing, a page that is behind."""
    read = list(chapters(root))
    answers = [answer for _number, _title, answers in read for answer in answers]
    found = [*_incomplete(read), *(fault for answer in answers for fault in _of_one(answer, root))]
    page = root / "docs" / "asvs.md"
    if not found and (not page.exists() or page.read_text(encoding="utf-8") != written(root)):
        found.append("docs/asvs.md is behind its answers: python -m eindach.config.asvs")
    return found


def _incomplete(read: list[tuple[int, str, list[Answer]]]) -> list[str]:
    said = [(answer.id, answer.level) for _number, _title, answers in read for answer in answers]
    known, must = dict(said), asked()
    missing = [f"{id}: not answered" for id in must if id not in known]
    wrong = [f"{id}: level {level} is not asked there" for id, level in said if must.get(id) != level]
    twice = [f"{id}: answered twice" for id in known if sum(id == other for other, _level in said) > 1]
    return missing + wrong + twice


def _of_one(answer: Answer, root: Path) -> Iterator[str]:
    if answer.open:
        yield f"{answer.id}: open: {answer.open}"
    elif not answer.tests and not answer.reason:
        yield f"{answer.id}: neither a test nor a reason"
    if answer.reason and not answer.see:
        yield f"{answer.id}: a reason without a place where more is said"
    for test in answer.tests:
        file, _, name = test.partition("::")
        if name not in _tests_in(root / file):
            yield f"{answer.id}: no test {test}"
    for place in answer.see:
        file, _, heading = place.partition("#")
        if not (root / file).exists():
            yield f"{answer.id}: no file {file}"
        elif heading and heading not in _headings_of(root / file):
            yield f"{answer.id}: {file} has no heading #{heading}"


@cache
def _tests_in(file: Path) -> frozenset[str]:
    if not file.is_file():
        return frozenset()
    return frozenset(re.findall(r"^(?:async )?def (test_\w+)\(", file.read_text(encoding="utf-8"), re.MULTILINE))


@cache
def _headings_of(file: Path) -> frozenset[str]:
    """As addresses: lower case, without points, hyphens for spaces."""
    lines = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset(re.sub(r"[^\w -]", "", line.lower()).strip().replace(" ", "-") for line in lines)


def written(root: Path = ROOT) -> str:
    """The page."""
    read = list(chapters(root))
    answers = [answer for _number, _title, answers in read for answer in answers]
    proved = sum(bool(answer.tests) for answer in answers)
    unanswered = sum(bool(answer.open) for answer in answers)
    counts = f"\n{len(answers)} requirements: {proved} with tests, {len(answers) - proved - unanswered} with a reason, "
    parts = [HEAD, f"{counts}{unanswered} open.\n"]
    for number, title, those in read:
        parts.append(f"\n## V{number} {title}\n\n| | level | asks | answer |\n|---|---|---|---|\n")
        parts += [f"| {one.id} | {one.level} | {one.asks} | {_told(one, root)} |\n" for one in those]
    return "".join(parts)


def _told(answer: Answer, root: Path) -> str:
    if answer.open:
        return f"**open**: {answer.open}"
    tests = [f"[{name.removeprefix('test_').replace('_', ' ')}](../{file})" for file, name in map(_parts, answer.tests)]
    places = [f"[{Path(place.partition('#')[0]).name}]({_from_docs(place)})" for place in answer.see]
    said = " ".join(filter(None, [answer.reason, " · ".join(places)]))
    return "<br>".join(filter(None, [" · ".join(tests), said]))


def _parts(test: str) -> tuple[str, str]:
    file, _, name = test.partition("::")
    return file, name


def _from_docs(place: str) -> str:
    return place.removeprefix("docs/") if place.startswith("docs/") else f"../{place}"


def main() -> int:
    """Write the page; 1 when something is not answered."""
    (ROOT / "docs" / "asvs.md").write_text(written(), encoding="utf-8")
    found = faults()
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
