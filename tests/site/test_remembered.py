"""A part of a page that is kept says what it would say anew, to everybody in their language, and nothing of anybody."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from django.utils.translation import trans_real
from i18nfield.strings import LazyI18nString

from eindach.directory.memory import Memory, memory
from eindach.directory.models import Location
from eindach.guide.models import Step
from eindach.kernel.words import fingerprint
from eindach.translations import overlay
from eindach.translations.models import Wording
from tests.cast import NOW, Cast
from tests.guide.my_steps import make_steps, told
from tests.guide.towns import set_towns

PAGE = "{% load telling %}{% tell %}{% remembered memory part 1 text=text %}{% endtell %}"
GERMAN = LazyI18nString({"de": "Konto eröffnen"})


@pytest.fixture(autouse=True)
def afterwards_german() -> Iterator[None]:
    yield
    translation.activate("de")


@pytest.fixture
def parts(tmp_path: Path, settings: Any) -> Path:
    """A folder of templates."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    (tmp_path / "part.html").write_text(
        "{% load telling i18n %}{{ text|told }} {% trans 'Hours' %} {% csrf_token %}{{ request }}"
    )
    return tmp_path


def page(here: Memory, language: str = "ar") -> str:
    translation.activate(language)
    shown = {
        "memory": here,
        "part": "part.html",
        "text": GERMAN,
        "request": RequestFactory().get("/"),
        "csrf_token": "t",
    }
    return Template(PAGE).render(Context(shown))


def test_what_it_lacks_is_said_again_and_nothing_of_the_visitor_is_in_it(db: None, parts: Path) -> None:
    first, second = page(memory()), page(memory())
    assert first == second
    assert first.count('<p class="fine muted">') == 1
    assert [word in first for word in ("csrf", "WSGIRequest")] == [False, False]


def test_each_language_has_its_own_and_a_new_wording_is_said_at_once(
    db: None, parts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogs: Any = vars(trans_real)["_translations"]
    monkeypatch.setitem(catalogs, "en", trans_real.translation("en"))  # comes back afterwards
    german, english = page(memory(), "de"), page(memory(), "en")
    assert "lang=" not in german
    said = {"kind": Wording.Kind.INTERFACE, "text": "Hours", "said": ["When it is open"]}
    Wording.objects.create(language="en", key="hours", of=fingerprint("Hours"), changed_at=NOW, **said)
    overlay.make_anew("en")
    assert ["When it is open" in english, "When it is open" in page(memory(), "en")] == [False, True]


def test_a_translation_that_is_older_says_so_at_once(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = overlay.words()
    monkeypatch.setattr(overlay, "_older", frozenset({("ar", "Konto", "حساب")}))
    assert overlay.words() != before


def test_two_visitors_see_each_their_own_day_and_an_edit_at_once(client: Client, cast: Cast) -> None:
    make_steps(cast)
    pages = [f"/en/next-steps/{told(dates=dates).sealed()}/" for dates in ({}, {"moving-in": NOW.date()})]
    unknown, known = (client.get(one).content.decode() for one in pages)
    assert ["Within 14 days" in unknown, "Within 14 days" in known] == [True, False]
    row = Step.objects.get(key="registration")
    row.why = LazyI18nString({"de": "Neu", "en": "Because it is new."})
    row.save()
    Location.objects.update(street="Neue Gasse 7")
    again = client.get(pages[1]).content.decode()
    assert ["Because it is new." in again, "Neue Gasse 7" in again] == [True, True]


def test_a_new_day_is_seen_at_once(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    event, seen = set_towns(cast).exhibition, []
    for day in (event.last_day, event.last_day + timedelta(days=1)):
        noon = datetime.combine(day, time(12), cast.region.zone)
        monkeypatch.setattr(timezone, "now", lambda noon=noon: noon)
        seen.append("They present themselves" in client.get("/en/municipalities/").content.decode())
    assert seen == [True, False]
