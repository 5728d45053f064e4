"""The coordinator at the page of the event day: routes, who does not come, who is late."""

import time

from playwright.sync_api import Page

from eindach.frontdesk.models import RouteDraft

from .browsers import Browsers
from .world import DAY, RECEPTION, World

ROLE = "coordinator"
SECONDS_FOR_ROUTES = 300


class Coordinator:
    def __init__(self, browsers: Browsers, world: World) -> None:
        self.browsers, self.world = browsers, world
        self.office = world.office(8)
        assert self.office.key == RECEPTION
        self.axe = ["nobody looked"]
        self.page: Page = browsers.staff(self.office, ROLE, "Karla")

    def comes_back(self) -> None:
        """After hours: half an hour without a press ends a sign-in."""
        self.browsers.sign_in(self.page, self.office, ROLE, "Karla")

    def promises_routes(self, *, late: int = 0, minutes: int = 0) -> int:
        """Make routes, read what would change, promise it; for how many it changed something."""
        self.page.goto(f"/en/staff/events/{self.world.day.pk}/")
        if late:
            self.page.select_option("#station", str(late))
            self.page.fill("#minutes", str(minutes))
        self._press("form[action$='/routes/'] button")
        self._wait_for_routes()
        if late:
            self.axe = self.browsers.faults(self.page)
        changed = self.page.locator("caption:text('Changed times') ~ tbody tr").count()
        self._press("form[action$='/publish/'] button")
        assert self.page.locator(".notice--done").count() == 1
        return changed

    def says_does_not_come(self, station: int) -> None:
        self.page.goto(f"/en/staff/events/{self.world.day.pk}/")
        self._press(f"form[action$='/absent/']:has([name=station][value='{station}']) button")
        self._press("button[name=mark]")  # what it does has been shown
        assert self.page.locator(".late", has_text="does not come").count() == 1

    def opens_the_day(self) -> Page:
        """The drawing of what happened."""
        self.page.goto(f"/en/staff/day/{self.world.house.key}/{DAY}/")
        return self.page

    def _wait_for_routes(self) -> None:
        """The page asks every three seconds; who is in a hurry loads it."""
        deadline = time.monotonic() + SECONDS_FOR_ROUTES
        while RouteDraft.objects.latest("asked_at").state in ("waiting", "running"):
            assert time.monotonic() < deadline, "no routes"
            time.sleep(0.02)
        self.page.goto(f"/en/staff/events/{self.world.day.pk}/")

    def _press(self, selector: str) -> None:
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.locator(selector).click()
