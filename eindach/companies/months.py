"""A month as people and spreadsheets write it."""

import re
from datetime import date
from typing import Final

NAMES: Final = (
    ("januar", "january", "jänner"), ("februar", "february"), ("märz", "march", "mrz", "maerz"), ("april",),
    ("mai", "may"), ("juni", "june"), ("juli", "july"), ("august",), ("september",), ("oktober", "october"),
    ("november",), ("dezember", "december"),
)  # fmt: skip
SHORTEST: Final = 3
"""Letters of a month's name that is cut off; no two months share them."""
YEAR_FIRST: Final = re.compile(
    r"(?P<year>\d{4})[-./](?P<month>\d{1,2})(?:[-./]\d{1,2}(?:[ T]00:00(?::00)?)?)?", re.ASCII
)
YEAR_LAST: Final = re.compile(r"(?:\d{1,2}\.)?(?P<month>\d{1,2})[./](?P<year>\d{4})", re.ASCII)
SHORT_YEAR: Final = re.compile(r"(?:\d{1,2}\.(?P<month>\d{1,2})|(?P<only>\d{1,2}))\.(?P<year>\d{2})", re.ASCII)
NAMED: Final = re.compile(r"(?:\d{1,2}\. ?)?(?P<name>[^\W\d_]+)\.?[ /-]?(?P<year>\d{4}|\d{2})")


def first_of_month(said: str) -> date | None:
    """2027-01, 1/2027, 01.2027, 1.1.27, "Jan 27" (what a spreadsheet makes of it), "1. Januar 2027" -> the first of
    that month. None: no month, or one that could be two (1/2/2027; 01.12, a day without its year)."""
    said = " ".join(said.split())
    found = YEAR_FIRST.fullmatch(said) or YEAR_LAST.fullmatch(said) or SHORT_YEAR.fullmatch(said)
    if found:
        year, month = int(found["year"]), int(found["month"] or found["only"])
        if found.re is SHORT_YEAR and found["only"] and year <= len(NAMES):
            return None
    elif named := NAMED.fullmatch(said):
        year, month = int(named["year"]), _month_named(named["name"].casefold())
    else:
        return None
    year += 2000 if year < 100 else 0
    return date(year, month, 1) if 1 <= month <= len(NAMES) and year >= 1900 else None


def _month_named(word: str) -> int:
    """0: none."""
    if len(word) < SHORTEST:
        return 0
    return next((number for number, names in enumerate(NAMES, 1) if any(name.startswith(word) for name in names)), 0)
