"""What newcomers ask for in the benchmark's region: fixed seed, popular matters more often."""

from random import Random
from typing import Any

from benchmarks.world import World

LANGUAGES = ([], [], ["ar", "en"])


def bodies(world: World, count: int, *, matters: int = 4, seed: int = 5) -> list[dict[str, Any]]:
    """Bodies of `POST itineraries/search` over the whole 60 days: half name their town, a third their languages."""
    random = Random(seed)
    weights = [1 / (1 + 0.15 * number) for number in range(len(world.matters))]
    found = []
    for _ in range(count):
        chosen: set[str] = set()
        while len(chosen) < matters:
            chosen.add(random.choices(world.matters, weights)[0])
        found.append(
            {
                "matters": sorted(chosen),
                "from": world.first.isoformat(),
                "until": world.last.isoformat(),
                "languages": random.choice(LANGUAGES),
                "municipality": random.choice((*world.towns, *[""] * len(world.towns))),
                "max_days": 2,
            }
        )
    return found
