"""Out to translators' tools and back: nothing is lost, nothing harmful comes in."""

from pathlib import Path

import polib
import pytest

from eindach.translations import exchange, storing
from eindach.translations.units import units
from tests.cast import NOW

from .stage import of

pytestmark = pytest.mark.django_db


def told() -> dict[str, tuple[str, ...]]:
    return {one.key: one.said for one in units("uk") if any(one.said)}


def test_a_spreadsheet_comes_back_as_it_went(locale: Path) -> None:
    assert exchange.read(exchange.to_csv(units("uk"))) == told()


def test_a_translators_tool_too(locale: Path) -> None:
    assert exchange.read(exchange.to_xliff(units("uk"), "uk").decode()) == told()


def test_a_spreadsheet_with_semicolons_is_read(locale: Path) -> None:
    key = of("Hours").key
    assert exchange.read(f"id;translation\n{key}#0;Години\n") == {key: ("Години",)}


def test_a_cell_is_no_formula(locale: Path) -> None:
    storing.save(of("Hours"), "uk", ["=HYPERLINK(1)"], now=NOW, reviewed=False)
    written = exchange.to_csv(units("uk"))
    assert ",'=HYPERLINK(1)" in written
    assert exchange.read(written)[of("Hours").key] == ("=HYPERLINK(1)",)


@pytest.mark.parametrize("head", ["", '\ufeff<?xml version="1.0" encoding="UTF-16"?>\r\n'], ids=["bare", "with a head"])
def test_what_a_tool_sets_apart_is_not_lost(head: str) -> None:
    unit = (
        f'<trans-unit id="{"0" * 20}#0"><target><mrk mtype="seg">Call <g id="1">us</g></mrk> now</target></trans-unit>'
    )
    file = f'{head}<xliff xmlns="{exchange.NAMESPACE}" version="1.2"><file><body>{unit}</body></file></xliff>'
    assert exchange.read(file) == {"0" * 20: ("Call us now",)}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f'id,translation\n{"0" * 20}#0,"{"x" * 140_000}', id="endless"),
        "",
        "name,age\n1,2\n",
        "<xliff",
        "<html/>",
        '<!DOCTYPE x [<!ENTITY a "b">]><xliff version="1.2"/>',
    ],
)
def test_what_is_neither_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(exchange.NotReadable, match=r"\w+ .*\.?"):
        exchange.read(text)


def test_the_catalogue_goes_back_into_the_repository_with_its_review(locale: Path) -> None:
    storing.save(of("Hours"), "uk", ["Коли відчинено"], now=NOW, office="Kreis Düren", reviewed=True)
    (locale / "uk" / "LC_MESSAGES" / "django.po").write_text(exchange.to_po(units("uk"), "uk"), encoding="utf-8")
    storing.take_back(of("Hours"), "uk", now=NOW)
    assert (of("Hours").said, of("Hours").state) == (("Коли відчинено",), "reviewed")
    assert polib.pofile(str(locale / "uk" / "LC_MESSAGES" / "django.po")).find("a visit").msgstr_plural[2] == "візитів"
