"""How well people find: judged questions of newcomers in ten languages (`judged_searches.yaml`), on both regions."""

import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import yaml
from django.db import transaction
from django.utils import timezone

from benchmarks.table import Row
from eindach.config import regions
from eindach.directory.memory import memory
from eindach.directory.models import Municipality, Region, Service
from eindach.guide import folding
from eindach.guide.models import Matter
from eindach.guide.places.finding import find
from eindach.guide.places.wishes import Wishes

QUESTIONS = Path(__file__).with_name("judged_searches.yaml")
REGIONS = ("dueren", "aachen")
LEAST = 0.9


class Judged(NamedTuple):
    """`rank` of the first place that helps; 0: none does."""

    language: str
    question: str
    rank: int


def judged(languages: Collection[str] = (), *, most: int = 100) -> Iterator[Judged]:
    """The first `most` questions of each language (none named: of all) on the region in this database."""
    here, now, kept = Region.objects.get(), timezone.now(), memory()
    towns = {one.ags: one for one in Municipality.objects.all()}
    services = {one.key: set(one.services.values_list("key", flat=True)) for one in Matter.objects.all()}
    services |= {key: {key} for key in Service.objects.values_list("key", flat=True)}
    for language, questions in _questions().items():
        for question, keys in list(questions.items())[:most] if language in (languages or {language}) else ():
            if right := set().union(*(services.get(key, set()) for key in keys.split())):
                found = find(Wishes(words=tuple(folding.typed(question))), towns, here, now, kept)
                ranks = (rank for rank, place in enumerate(found.places, 1) if place.row.service in right)
                yield Judged(language, question, next(ranks, 0))


def rows() -> list[Row]:
    """hit@3 of every language, hit@1 and MRR beside it; what a search takes."""
    found: dict[str, list[Judged]] = defaultdict(list)
    begun, count = 0.0, 0
    for name in REGIONS:
        with transaction.atomic():
            regions.load(name, days=0)
            begun -= time.process_time()
            for one in judged():
                found[one.language].append(one)
                count += 1
            begun += time.process_time()
            transaction.set_rollback(True)
    told = [_row(language, several) for language, several in found.items()]
    return [*told, Row("finding: processor time a question", 1000 * begun / count, "ms", 10)]


def _row(language: str, several: list[Judged]) -> Row:
    ranks = [one.rank for one in several]
    first = sum(rank == 1 for rank in ranks) / len(ranks)
    mean = sum(1 / rank for rank in ranks if rank) / len(ranks)
    remark = f"hit@1 {first:.2f}, MRR {mean:.2f}, {len(ranks)} questions on {len(REGIONS)} regions"
    hits = sum(0 < rank <= 3 for rank in ranks) / len(ranks)
    return Row(f"finding, {language}: hit@3", hits, "", LEAST, least=True, remark=remark)


def _questions() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    return found
