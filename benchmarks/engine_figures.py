"""The engine's own figures, and what coordination brings, as rows of the table."""

from collections.abc import Sequence

from benchmarks import engine, engine_stream
from benchmarks.engine_stream_worlds import event_days
from benchmarks.table import Row

STREAM_LOAD = 0.85


def rows(*, quick: bool) -> list[Row]:
    """Milliseconds an itinerary for 5, 8 and 10 matters, growth with days, CP-SAT on the same instances."""
    found = []
    for row in engine.speed_rows((5, 8) if quick else (5, 8, 10), instances=5 if quick else 7):
        remark = f"p95 {_number(row, 'p95_ms'):.0f} ms, at most {_number(row, 'peak_mb'):.1f} MB more memory"
        what = f"engine, {row['matters']} matters, 60 days: median"
        found.append(Row(what, _number(row, "median_ms"), "ms", _number(row, "target_ms"), remark=remark))
    return [*found, _growth(quick), _against_cpsat(quick)]


def _growth(quick: bool) -> Row:
    few, *_between, many = engine.linearity_rows(days=(30, 120) if quick else (30, 60, 120, 240))
    ratio = _number(many, "per_day_us") / _number(few, "per_day_us")
    # Linear: the time a day does not grow. A fifth is left for caches that no longer hold everything.
    return Row(f"engine, time a day at {many['days']} days / at {few['days']}", ratio, "x", 1.2, remark="8 matters")


def _against_cpsat(quick: bool) -> Row:
    cases = ((3, 60, 1), (4, 20, 1)) if quick else ((3, 60, 2), (4, 60, 1), (5, 20, 1), (6, 10, 1))
    table = engine.comparison_rows(cases)
    least = min(_number(row, "ratio") for row in table)
    said = ", ".join(f"{row['matters']} matters × {row['days']} days: {_number(row, 'ratio'):.0f} x" for row in table)
    return Row("engine against CP-SAT, same frontier: least", least, "x faster", 50, least=True, remark=said)


def stream_rows(*, quick: bool) -> list[Row]:
    """A stream of newcomers at load 0.85, booked matter by matter and as itineraries, and the offline optimum."""
    policies = {str(row["policy"]): row for row in engine_stream.rows({"event days": (event_days, 2 if quick else 4)})
                if row["load"] == STREAM_LOAD}  # fmt: skip
    apart, _first_fit, ours = policies.values()
    offline = engine_stream.offline_rows(STREAM_LOAD, seeds=2 if quick else 4)
    best = sum(_number(row, "bound") for row in offline) / len(offline)
    return [
        Row(
            "newcomers at load 0.85: settled in one visit",
            _number(ours, "one_visit_percent"),
            "% of the served",
            97,
            least=True,
            remark=f"matter by matter {_number(apart, 'one_visit_percent'):.0f} %",
        ),
        Row(
            "newcomers at load 0.85: served less than the offline optimum",
            best - _number(ours, "served_percent"),
            "points",
            1,
            remark=f"{_number(ours, 'served_percent'):.1f} % served, proven bound {best:.1f} %, matter by matter "
            f"{_number(apart, 'served_percent'):.1f} %",
        ),
        *_comparison(list(policies.values())),
    ]


def _comparison(policies: Sequence[dict[str, object]]) -> list[Row]:
    columns = {
        "trips": "trips a person",
        "minutes_on_site": "minutes on site",
        "days_until_settled": "days until settled",
    }
    return [
        Row(
            f"newcomers at load 0.85: {words}",
            _number(policies[-1], column),
            remark="; ".join(f"{row['policy']}: {_number(row, column):.1f}" for row in policies[:-1]),
        )
        for column, words in columns.items()
    ]


def _number(row: dict[str, object], column: str) -> float:
    value = row[column]
    assert isinstance(value, int | float), (column, value)
    return float(value)
