"""The drawn day as somebody reads it who looks at the page: bars in lanes, told apart by station, hour and number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from playwright.sync_api import Page

from eindach.frontdesk.coordinating.drawing import SIGN_LINE
from tests.cast import at

from .world import DAY

READ: Final = """() => {
  const all = (selector) => [...document.querySelectorAll(`.day__chart ${selector}`)];
  const number = (one, name) => Number(one.getAttribute(name));
  return {
    bars: all("rect").map((one) => ({
      sort: one.className.baseVal.replace("day__", ""), said: one.textContent.trim(), x: number(one, "x"),
      middle: number(one, "y") + number(one, "height") / 2, width: number(one, "width"),
      seen: one.getBoundingClientRect().width > 0 && getComputedStyle(one).fill !== "none",
    })),
    hours: all("line").map((one, place) => [number(one, "x1"), parseInt(all("line + text")[place].textContent)]),
    signs: all("text[x='0']").map((one) => [number(one, "y"), one.textContent]),
    figures: [...document.querySelectorAll(".day__figures dd")].map((one) => one.textContent.trim()),
  };
}"""


@dataclass(frozen=True)
class Bar:
    """`sort`: open | served | wait | late | missed | pause; `said`: the number of whom it is about."""

    sort: str
    said: str
    station: int
    start: datetime
    end: datetime
    is_seen: bool


def read(page: Page) -> tuple[list[Bar], list[str]]:
    """Bars and the figures above them."""
    said: dict[str, Any] = page.evaluate(READ)
    (x0, first), (x1, second), *_rest = said["hours"]
    hour = (x1 - x0) / (second - first)

    def moment(x: float) -> datetime:
        return at(DAY, "0:00") + timedelta(hours=first + (x - x0) / hour)

    def station(middle: float) -> int:
        """Of the lane it is in: each sign stands in the first line of its lane."""
        sign = max(one for one in said["signs"] if one[0] - SIGN_LINE <= middle)[1]
        return int(sign.split()[1])

    bars = [
        Bar(one["sort"], one["said"], station(one["middle"]), moment(one["x"]), moment(one["x"] + one["width"]),
            one["seen"])
        for one in said["bars"]
    ]  # fmt: skip
    return bars, said["figures"]


def of_sort(bars: Sequence[Bar], sort: str) -> list[Bar]:
    return sorted((one for one in bars if one.sort == sort), key=lambda one: (one.start, one.station))
