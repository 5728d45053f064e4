"""A text nobody translated yet is shown in German, marked as German, with a sentence why."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation
from i18nfield.strings import LazyI18nString

from eindach.guide.models import Matter
from eindach.site.templatetags.telling import told, told_why
from tests.cast import Cast

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


def test_a_page_says_so(client: Client, cast: Cast) -> None:
    Matter.objects.filter(key="bank").update(name='{"de": "Konto", "en": "Account"}')
    page = client.get("/ar/matter/bank/").content.decode()
    assert '<h1><span lang="de" dir="ltr">Konto</span></h1>' in page
