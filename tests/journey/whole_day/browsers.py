"""Who sits at which screen: staff in a browser profile each, everybody else in one."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from eindach.directory.models import Organization
from tests.frontdesk.staff import works_at

PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
DESKTOP: Final[ViewportSize] = {"width": 1280, "height": 900}
TELEVISION: Final[ViewportSize] = {"width": 1920, "height": 1080}
KIOSK: Final[ViewportSize] = {"width": 1080, "height": 1920}
PATIENCE: Final = 45_000
DEAF: Final = "window.EventSource = class extends EventTarget { close() {} }"
"""A page that is never told that something has changed in the house."""


class Browsers:
    """`faults`: what axe finds on a page."""

    def __init__(self, browser: Browser, url: str, faults: Callable[[Page], list[str]]) -> None:
        self._browser, self.url, self.faults = browser, url, faults
        self._contexts: list[BrowserContext] = []
        self._public = self._context(PHONE)

    def open(self, size: ViewportSize) -> Page:
        """A page of nobody in particular."""
        page = self._public.new_page()
        page.set_viewport_size(size)
        return page

    def staff(self, office: Organization, role: str, name: str, *, listens: bool = False) -> Page:
        """Somebody of this office, signed in. `listens`: the page follows the house at once, and not when it is
        loaded again only; eight pages that do so are most of the work of this machine."""
        page = self._context(DESKTOP).new_page()
        if not listens:
            page.add_init_script(DEAF)
        self.sign_in(page, office, role, name)
        return page

    def sign_in(self, page: Page, office: Organization, role: str, name: str) -> None:
        session = works_at(office, role, name).cookies[settings.SESSION_COOKIE_NAME].value
        cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.url}
        page.context.add_cookies([cookie])

    def _context(self, size: ViewportSize) -> BrowserContext:
        context = self._browser.new_context(base_url=self.url, viewport=size)
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        return context

    def close(self) -> None:
        for context in self._contexts:
            context.close()
