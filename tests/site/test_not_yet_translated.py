"""A text nobody translated yet is shown in German, marked as German, with a sentence why."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from i18nfield.strings import LazyI18nString

from eindach.guide.places.words import write_words
from eindach.site.templatetags.telling import told, told_why
from eindach.translations import overlay, rows
from tests.cast import Cast
from tests.guide.my_steps import make_steps
from tests.guide.my_steps import told as told_answers
from tests.guide.towns import set_towns

GERMAN = LazyI18nString({"de": "Konto <eröffnen>", "en": "Open an account"})


@pytest.fixture(autouse=True)
def afterwards_german() -> Iterator[None]:
    yield
    translation.activate("de")


def test_it_is_marked_as_german_and_stays_text() -> None:
    translation.activate("ar")
    assert told(GERMAN) == '<span lang="de" dir="ltr">Konto &lt;eröffnen&gt;</span>'
    assert told_why(GERMAN).endswith(f"</span><br>{told(GERMAN)}")


@pytest.mark.parametrize(("language", "said"), [("en", "Open an account"), ("de", "Konto <eröffnen>")])
def test_in_ones_own_language_it_stands_alone(language: str, said: str) -> None:
    translation.activate(language)
    assert (told(GERMAN), told_why(GERMAN)) == (said, said)


def test_einfache_sprache_shows_german_without_a_word() -> None:
    translation.activate("de-simple")
    assert told_why(GERMAN) == "Konto <eröffnen>"


def test_what_was_made_from_other_german_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlay, "_older", frozenset({("en", "Konto <eröffnen>", "Open an account")}))
    translation.activate("en")
    assert told_why(GERMAN).endswith("This translation is older.</span><br>Open an account")


def test_an_older_text_after_one_that_says_so_is_not_without_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlay, "_older", frozenset({("en", "Konto <eröffnen>", "Open an account")}))
    translation.activate("en")
    page = Template("{% load telling %}{% tell %}{{ one|told_why }}{{ one|told }}{% endtell %}")
    assert "Some translations on this page are older" in page.render(Context({"one": GERMAN}))


class Bare(HTMLParser):
    """Collects what readers see of the text `GERMAN_ROW` outside of `lang="de"`."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside: list[tuple[str, str]] = []
        self.bare: list[str] = []
        self.feed(page[page.index("<main") : page.index("</main>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "img", "input", "hr"):
            self.inside.append((tag, dict(attrs).get("lang") or ""))

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        spoken = [language for _tag, language in self.inside if language]
        if GERMAN_ROW in data and spoken[-1:] != ["de"] and self.inside[-1][0] != "option":
            self.bare.append(data)


GERMAN_ROW = "Nur deutsch: "
WHY = (
    "Some texts on this page are in German: nobody has translated them yet.",
    "This text is not yet in your language: it is in German.",
)
PAGES = (
    "", "topics/", "matter/bank/", "places/", "places/konto/", "municipalities/musterstadt/",
    "topics/home/", "plan/", "imprint/",
)  # fmt: skip


def all_german() -> None:
    """As if nobody had translated anything into Arabic."""
    for model, names in rows._models():
        for row in model._base_manager.all():
            for name in names:
                if german := rows._data(getattr(row, name)).get("de"):
                    setattr(row, name, LazyI18nString({"de": GERMAN_ROW + german, "en": "x"}))
            row.save()


def said_why(html: str) -> int:
    with translation.override("ar"):
        return sum(html.count(gettext(sentence)) for sentence in WHY)


def test_every_page_marks_german_and_says_why_once(client: Client, cast: Cast) -> None:
    set_towns(cast)
    all_german()
    for where in PAGES:
        page = client.get(f"/ar/{where}")
        html = page.content.decode()
        assert (page.status_code, Bare(html).bare, said_why(html)) == (200, [], 1), where


def test_a_plan_marks_every_step_even_one_that_is_only_perhaps(client: Client, cast: Cast) -> None:
    make_steps(cast)
    all_german()
    html = client.get(f"/ar/next-steps/{told_answers(have='flat').sealed()}/").content.decode()
    assert (html.count("Schule suchen"), Bare(html).bare, said_why(html)) == (1, [], 1)


def test_a_part_that_is_fetched_alone_says_so_too(client: Client, cast: Cast) -> None:
    all_german()
    write_words()
    part = client.get("/ar/search/?q=bank", headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in part, said_why(part)) == (False, 1)


def test_a_page_in_ones_own_language_says_nothing(client: Client, cast: Cast) -> None:
    html = client.get("/ar/topics/").content.decode()
    assert (said_why(html), "Sample district (ar)" in html) == (0, True)
