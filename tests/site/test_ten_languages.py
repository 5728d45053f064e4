"""The machinery of ten languages: codes, names, formats, letters; before and after they are complete."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.forms import DateField
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format

from eindach.config.messages.catalogs import PLURALS, forms
from eindach.kernel.languages import NATIVE, PAGES, RTL, SHIPPED, SPOKEN_CODES
from eindach.site.templatetags.times import day, language_name, short_day
from tests.cast import Cast

CODES = [language.code for language in PAGES]


@pytest.fixture
def ten(settings: object) -> Iterator[None]:
    """As if every language were complete."""
    settings.LANGUAGES = [(language.code, language.native) for language in PAGES]  # type: ignore[attr-defined]
    yield
    translation.activate("de")


def test_nobody_is_offered_a_language_that_is_not_complete(client: Client, cast: Cast) -> None:
    page = client.get("/de/help/").content.decode()
    assert {code for code in CODES if f'hreflang="{code}"' in page} <= {language.code for language in SHIPPED}


def test_there_are_ten_and_einfache_sprache_is_read_not_spoken() -> None:
    assert (len(PAGES), RTL) == (10, {"ar", "fa"})
    assert ("de-simple" in NATIVE, "de-simple" in SPOKEN_CODES) == (True, False)


@pytest.mark.parametrize(("code", "count"), [("ar", 6), ("ru", 3), ("uk", 3), ("tr", 2), ("ti", 2), ("de-simple", 2)])
def test_each_has_its_plural_forms(code: str, count: int) -> None:
    assert (forms(code), set(PLURALS) | {"en"}) == (count, set(CODES))


@pytest.mark.usefixtures("ten")
@pytest.mark.parametrize(
    ("code", "said"),
    [("ti", "ዓርቢ 4 ታሕሳስ"), ("tr", "Cuma 4 Aralık"), ("fa", "جمعه 4 دسامبر"), ("ru", "Пятница 4 декабря"),
     ("de-simple", "Freitag 4 Dezember")],
)  # fmt: skip
def test_days_have_names_in_each(code: str, said: str) -> None:
    with translation.override(code):
        assert date_format(date(2026, 12, 4), "l j E") == said


@pytest.mark.usefixtures("ten")
def test_a_day_is_written_small_in_french() -> None:
    with translation.override("fr"):
        assert day(date(2026, 12, 4)) == "vendredi 4 décembre"


def test_in_english_too_the_day_comes_first() -> None:
    with translation.override("en"):
        assert DateField().clean("04/12/2026") == date(2026, 12, 4)
        assert date_format(date(2026, 12, 4), "SHORT_DATE_FORMAT") == "04/12/2026"


@pytest.mark.usefixtures("ten")
def test_tigrinya_has_short_names_too() -> None:
    with translation.override("ti"):
        assert "ታሕ" in short_day(date(2026, 12, 4))
        assert [language_name(code) for code in ("uk", "de")] == ["ዩክረይንኛ", "ጀርመንኛ"]  # ጀርመን is the country


@pytest.mark.usefixtures("ten")
@pytest.mark.parametrize(
    ("asked", "found"), [("de-simple", "/de-simple/"), ("de-AT", "/de/"), ("fa-AF", "/fa/"), ("ti-ER,en;q=0.5", "/ti/")]
)
def test_the_browser_finds_its_language(client: Client, cast: Cast, asked: str, found: str) -> None:
    assert client.get("/", headers={"accept-language": asked})["Location"] == found


@pytest.mark.usefixtures("ten")
@pytest.mark.parametrize("code", CODES)
def test_every_code_is_an_address(client: Client, cast: Cast, code: str) -> None:
    page = client.get(f"/{code}/help/").content.decode()
    assert f'<html lang="{code}" dir="{"rtl" if code in RTL else "ltr"}">' in page


def test_the_letters_of_each_have_a_font_of_ours() -> None:
    sheet = (Path("eindach/site/static/eindach/built/fonts.css")).read_text(encoding="utf-8")
    assert {name for name in ("Fira Sans", "Noto Sans Arabic", "Noto Sans Ethiopic") if f'"{name}"' in sheet} == {
        "Fira Sans", "Noto Sans Arabic", "Noto Sans Ethiopic",
    }  # fmt: skip
