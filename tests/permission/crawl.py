"""A reader who misses nothing: whatever a browser, a program or a mailbox gets, its head, its text and its files."""

import re
from collections.abc import Collection, Iterable
from email.message import EmailMessage
from http import HTTPStatus

import pymupdf
from django.http import HttpResponse
from django.test import Client

from .canaries import KINDS, Canaries, ids, words_in
from .routes import address, names_in, of_audience

LINK = re.compile(r'href="(/de/(?:staff|own|my)/[^"#]*)"')
SEARCH = "/de/staff/people/"
MOST_PAGES = 80
Found = dict[str, set[str]]
"""Word -> where it was read."""


class Reader:
    """A browser that remembers which words it read, and where."""

    def __init__(self, client: Client, **headers: str) -> None:
        self.client, self.headers = client, headers
        self.found: Found = {}
        self.opened: set[str] = set()

    def get(self, path: str) -> HttpResponse:
        self.opened.add(path)
        return self._read("GET", path, self.client.get(path, headers=self.headers))

    def post(self, path: str, said: dict[str, object]) -> HttpResponse:
        return self._read("POST", path, self.client.post(path, said, headers=self.headers))

    def _read(self, method: str, path: str, answer: HttpResponse) -> HttpResponse:
        for one in words_in(text_of(answer)):
            self.found.setdefault(one, set()).add(f"{method} {path}")
        return answer

    def follow(self, *starts: str) -> None:
        """These pages, and whatever can be reached by links from them."""
        waiting = list(starts)
        while waiting and len(self.opened) < MOST_PAGES:
            path = waiting.pop(0)
            if path not in self.opened:
                waiting += links_of(self.get(path))

    def search(self, *asked: str) -> None:
        """Look for each of these in the staff's search, and open what is found."""
        for words in asked:
            self.follow(*links_of(self.post(SEARCH, {"q": words})), *links_of(self.get(SEARCH)))

    def try_every_address(self, stage: Canaries, *audiences: str, but: Collection[str] = ()) -> None:
        """Every route for these audiences, with the ids of everybody there is; a shut door with one person's. `but`:
        routes somebody else has tried."""
        for where in (one for one in wheres(*audiences) if one not in but):
            for path in addresses(stage, where):
                if path not in self.opened and is_shut(self.get(path)):
                    break

    @property
    def words(self) -> set[str]:
        return set(self.found)


def links_of(answer: HttpResponse) -> list[str]:
    """Of a page or a redirect."""
    if answer.status_code == 302:
        return [answer["Location"]] if answer["Location"].startswith("/de/") else []
    found = LINK.findall(answer.content.decode(errors="replace"))
    return [one.replace("&amp;", "&") for one in dict.fromkeys(found)]


def text_of(answer: HttpResponse) -> str:
    """Head, cookies and body; of a PDF its text and its metadata."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    head = " ".join(f"{name}: {value}" for name, value in answer.items())
    return f"{head} {answer.cookies.output()} {text_in(answer.headers.get('Content-Type', ''), body)}"


def text_in(media_type: str, body: bytes) -> str:
    if media_type.startswith("application/pdf"):
        paper = pymupdf.open(stream=body, filetype="pdf")
        return " ".join([*(page.get_text() for page in paper), str(paper.metadata)])
    # A calendar folds its lines (RFC 5545, 3.1): a word may be broken.
    return re.sub(r"\r\n[ \t]", "", body.decode(errors="replace"))


def text_of_mail(mail: EmailMessage) -> str:
    """Head, all its forms, all its files."""
    parts = [part for part in mail.walk() if not part.is_multipart()]
    bodies = [text_in(part.get_content_type(), part.get_payload(decode=True) or b"") for part in parts]  # type: ignore
    heads = [f"{name}: {value}" for part in (mail, *parts) for name, value in part.items()]
    return " ".join([*heads, *bodies])


def wheres(*audiences: str) -> list[str]:
    """The routes for these audiences."""
    return [where for audience in audiences for where, _view in of_audience(audience)]


def addresses(stage: Canaries, where: str) -> list[str]:
    """Of a route, without a secret of somebody's: one for each id of the house it may name."""
    whose: Iterable[str] = KINDS if names_in(where) else KINDS[:1]
    return list(dict.fromkeys(address(where, **ids(stage, kind)) for kind in whose))


def is_shut(answer: HttpResponse) -> bool:
    """Whoever has no such task (403), comes by a person's own door (302) or by the wrong method (405) is told before
    anybody looks at an id, so the ids of a second person say nothing new (test_p03 holds each of these answers against
    its table)."""
    is_told = answer.status_code in (HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED)
    return is_told or "/my/sign-in/" in answer.headers.get("Location", "")
