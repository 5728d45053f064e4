"""What newcomers type leads to whom it should, in every language: a part of the judged questions, on one region."""

from collections import defaultdict

from benchmarks.finding import LEAST, judged
from eindach.config import regions


def test_in_every_language_most_questions_find_within_three_places(db: None) -> None:
    regions.load("aachen", days=0)
    hits: dict[str, list[bool]] = defaultdict(list)
    for one in judged(most=10):
        hits[one.language].append(0 < one.rank <= 3)
    assert len(hits) == 10
    assert {language: sum(found) for language, found in hits.items() if sum(found) < LEAST * len(found)} == {}
