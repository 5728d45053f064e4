"""An expert at their page: presses what it shows, and writes down whom it was about."""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import time
from typing import Final

from django.utils import timezone
from playwright.sync_api import Page

from eindach.frontdesk.models import Station
from eindach.frontdesk.queue import queue_of

from .record import Record, Service

PAGE: Final = "/en/staff/counter/"
READ: Final = """() => ({
  act: document.querySelector(".acts__main")?.closest("form").action.split("/").at(-2) ?? "",
  ticket: document.querySelector(".who__ticket")?.innerText.trim() ?? "",
})"""
PRESS: Final = "(selector) => document.querySelector(selector).click()"
MAIN: Final = ".acts__main"
LOOKS_AGAIN: Final = timedelta(minutes=15)
"""A page that nobody uses and that hears nothing is signed out after half an hour, and here an hour takes seconds."""


@dataclass
class Expert:
    """At a station. `service`: who is at the desk; `until`: when that will be done."""

    page: Page
    station: Station
    record: Record
    listens: bool
    looked: datetime | None = None
    service: Service | None = None
    until: datetime | None = None

    @property
    def number(self) -> int:
        return self.station.number

    def sit_down(self) -> None:
        self.page.goto(PAGE)
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.locator("button.seat", has_text=f"Station {self.number}").click()

    def shows(self) -> str:
        """The act of the main button: call | begin | finish | resume; empty: nobody waits."""
        return str(self.page.evaluate(READ)["act"])

    def waits_for_work(self) -> bool:
        """Whether the page offers somebody; when somebody can be called it comes by itself to say so."""
        now = timezone.now()
        somebody = any(line.can_be_called for line in queue_of(self.station.counter, now=now))
        if (somebody and not self.listens) or self.looked is None or now - self.looked > LOOKS_AGAIN:
            self.page.goto(PAGE)
            self.looked = now
        if somebody:
            self.page.locator("form[action$='/call/'] .acts__main").wait_for()
        return somebody

    def says_not_there(self) -> None:
        assert self.service
        self._press("form[action$='/miss/'] button")
        self.service.ended, self.service = timezone.now(), None

    def books_a_follow_up(self) -> None:
        """The next appointment while they still sit there; that ends this one."""
        assert self.service
        self._press("a[data-key='3']")
        self._press(".slot")
        assert "said=booked" in self.page.url
        self.service.outcome, self.service.ended, self.service = "follow-up", timezone.now(), None

    def _press(self, selector: str) -> None:
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.locator(selector).first.click()

    def has_pressed(self, act: str, turn: int) -> None:
        """What came of it, as the page says."""
        said, now = self.page.evaluate(READ), timezone.now()
        if act == "call":
            if said["act"] == "begin":  # else somebody was faster, and the page says so
                self.service = Service(said["ticket"], self.number, turn, now)
                self.record.services.append(self.service)
        elif act == "begin":
            assert self.service is not None, said
            assert (said["act"], said["ticket"]) == ("finish", self.service.ticket), said
            self.service.begun = now
        elif self.service:
            self.service.outcome, self.service.ended, self.service = "settled", now, None


def press(experts: Iterable[tuple[Expert, str]], turn: int) -> None:
    """All of them press their main button at the same moment: a turn."""
    pressing = list(experts)
    with ExitStack() as stack:
        for one, _act in pressing:
            stack.enter_context(one.page.expect_navigation(wait_until="domcontentloaded"))
        moment = time()
        for one, _act in pressing:
            one.page.evaluate(PRESS, MAIN)
    for one, act in pressing:
        one.has_pressed(act, turn)
        if act == "call" and one.service:
            one.record.pressed.setdefault(one.service.shown, moment)
