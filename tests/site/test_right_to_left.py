"""In a page that runs from right to left, phone numbers, addresses and ranges of hours keep their own order.

Groups of digits with spaces between them would change places, and so would a street and its town.
"""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from tests.cast import Cast

PAGES = ["", "help/", "topics/", "matter/bank/", "places/", "imprint/", "privacy/", "accessibility/", "call-me-back/",
         "next-steps/", "events/"]  # fmt: skip
BREAKS = re.compile(r"\d{3,}(?:[ /]\d{2,})+|\d{5} [A-Za-zÄÖÜ]\w+|\d\d?:\d\d ?[–-] ?\d\d?:\d\d")
WITHOUT_END = {"meta", "link", "input", "br", "img", "hr", "path", "rect", "use", "source"}


class Loose(HTMLParser):
    """What would break and stands in no element of its own direction."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in WITHOUT_END:
            said = dict(attrs)
            keeps = tag in ("bdi", "style", "script", "title", "textarea", "option") or said.get("dir") == "ltr"
            self.open.append((tag, keeps))

    def handle_endtag(self, tag: str) -> None:
        while self.open and tag in {name for name, _ in self.open} and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(keeps for _, keeps in self.open):
            self.found += BREAKS.findall(data)


def loose(page: str) -> list[str]:
    reader = Loose()
    reader.feed(page)
    return reader.found


@pytest.mark.parametrize("path", PAGES)
def test_nothing_stands_loose(client: Client, cast: Cast, path: str) -> None:
    answer = client.get(f"/ar/{path}", follow=True)
    assert (answer.status_code, loose(answer.content.decode())) == (200, [])


@pytest.mark.parametrize("words", ["02421 000 100", "52349 Düren", "9:00–11:20"])
def test_what_stands_loose_is_found(words: str) -> None:
    assert loose(f"<p dir='rtl'>اتصل <img alt=''>{words}</p>") == [words]
    assert loose(f"<p>اتصل <bdi>{words}</bdi><br></p>") == []
