"""The call display and visitors' phones, looked at many times a day beside what is true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from playwright.sync_api import Page, TimeoutError

from .people import Guest
from .record import Record, Service

WATCH: Final = """
window.shown = [];
const said = (line) => {
  const sign = [...line.querySelectorAll(".sign__word, .sign__number")].map((one) => one.textContent).join(" ");
  return `${line.querySelector("strong").textContent} → ${sign}`;
};
window.lines = () => [...document.querySelectorAll(".call__line, .before__call")].map(said);
addEventListener("DOMContentLoaded", () => {
  const note = () => window.shown.push([Date.now() / 1000, window.lines()]);
  new MutationObserver(note).observe(document.getElementById("live"), { childList: true });
});
"""
"""Everything the display shows, as long as the page stands; with a reload it would begin anew."""
PATIENCE: Final = 20_000
LOOKS_EVERY: Final = 40
"""Milliseconds."""
AS_IT_SHOULD: Final = """(groups) => {
  const shown = window.lines();
  return shown.length === Math.min(groups.flat().length, 6)
    && groups.every((group) => shown.splice(0, group.length).every((line) => group.includes(line)));
}"""
"""One large, five before it."""
SAYS: Final = """([state, number, station]) => {
  const read = (selector) => document.querySelector(selector)?.innerText.trim() ?? "";
  return document.querySelector(`.now--${state}`) && read(".here__number") === number
    && read(".now__head").includes(station);
}"""
"""A phone: how they stand, their number, the station they are called to."""


class Display:
    """The page of a television; nobody ever touches it."""

    def __init__(self, page: Page, record: Record) -> None:
        self.page, self.record = page, record
        page.add_init_script(WATCH)
        page.goto("/de/screen/forum/")
        page.locator("#live[data-line=open]").wait_for()

    def look(self) -> None:
        wanted = self.record.display()
        try:
            self.page.wait_for_function(AS_IT_SHOULD, arg=wanted, timeout=PATIENCE, polling=LOOKS_EVERY)
        except TimeoutError as fault:
            raise AssertionError(f"display: {self.page.evaluate('lines()')}, not {wanted}") from fault
        self.record.looked("display")

    def history(self) -> list[tuple[float, list[str]]]:
        return [(moment, lines) for moment, lines in self.page.evaluate("window.shown")]

    def first_shown(self) -> dict[str, float]:
        """Each line, and when it was there for the first time."""
        first: dict[str, float] = {}
        for moment, lines in self.history():
            for line in lines:
                first.setdefault(line, moment)
        return first


@dataclass
class Phone:
    """A visitor's own page, open all day."""

    guest: Guest
    page: Page
    record: Record

    def look(self, now: datetime) -> None:
        wanted = self._wanted(list(self.record.of(self.guest.number)))
        number, last = self.record.tickets.get(self.guest.number, ""), None
        if wanted in ("called", "serving"):
            last = list(self.record.of(self.guest.number))[-1]
        told = [wanted, number, str(last.station) if last else ""]
        try:
            self.page.wait_for_function(SAYS, arg=told, timeout=PATIENCE, polling=LOOKS_EVERY)
        except TimeoutError as fault:
            said = self.page.locator(".here__now").inner_text()
            raise AssertionError(f"phone of {self.guest.number}, {now:%H:%M}: {said!r}, not {told}") from fault
        self.record.looked(f"phone: {wanted}")

    def _wanted(self, services: Sequence[Service]) -> str:
        ticket = self.record.tickets.get(self.guest.number)
        if ticket is None:
            return "expected"
        if services and services[-1].state in ("called", "serving"):
            return services[-1].state
        left = len(self.guest.matters) - sum(one.state == "done" for one in services)
        was_missed = any(one.state == "missed" for one in services) and ticket not in self.record.back
        return "left" if not left else "missed" if was_missed and left == 1 else "waiting"
