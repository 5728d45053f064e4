"""Out to translators' tools and back: nothing is lost, nothing harmful comes in."""

from pathlib import Path

import polib
import pytest

from eindach.kernel.words import fingerprint
from eindach.translations import exchange, storing
from eindach.translations.units import units
from tests.cast import NOW

from .stage import of

pytestmark = pytest.mark.django_db


def told() -> dict[str, tuple[str, ...]]:
    return {one.key: one.said for one in units("uk") if any(one.said)}


def test_a_spreadsheet_comes_back_as_it_went(locale: Path) -> None:
    assert exchange.read(exchange.to_csv(units("uk"))).said == told()


def test_a_translators_tool_too(locale: Path) -> None:
    assert exchange.read(exchange.to_xliff(units("uk"), "uk").decode()).said == told()


def test_a_spreadsheet_with_semicolons_is_read(locale: Path) -> None:
    key = of("Hours").key
    assert exchange.read(f"id;translation\n{key}#0;Години\n").said == {key: ("Години",)}


def test_a_cell_is_no_formula(locale: Path) -> None:
    storing.save(of("Hours"), "uk", ["=HYPERLINK(1)"], now=NOW, reviewed=False)
    written = exchange.to_csv(units("uk"))
    assert ",'=HYPERLINK(1)" in written
    assert exchange.read(written).said[of("Hours").key] == ("=HYPERLINK(1)",)


@pytest.mark.parametrize(
    "file",
    [
        "id,translation,reviewed\n{key}#0,Години,ja\n{other}#0,Вітаємо,nein\n",
        '<xliff xmlns="{namespace}"><trans-unit id="{key}#0"><target state="final">Години</target></trans-unit>'
        '<trans-unit id="{other}#0"><target state="translated">Вітаємо</target></trans-unit></xliff>',
        'msgid ""\nmsgstr ""\n\n# reviewed 2026-11-22 of {words} by Kreis\nmsgid "Hours"\nmsgstr "Години"\n\n'
        'msgid "Other"\nmsgstr "x"\n',
    ],
    ids=["csv", "xliff", "po"],
)
def test_a_file_says_what_somebody_has_reviewed(locale: Path, file: str) -> None:
    key, words = of("Hours").key, fingerprint("Hours")
    said = file.format(key=key, other="0" * 20, namespace=exchange.NAMESPACE, words=words)
    assert (exchange.read(said).said[key], set(exchange.read(said).confirmed)) == (("Години",), {key})


def test_a_plural_is_reviewed_when_all_of_its_forms_are(locale: Path) -> None:
    key = "0" * 20
    lines = f"id,translation,reviewed\n{key}#0,a,x\n{key}#1,b,"
    assert [set(exchange.read(said).confirmed) for said in (lines, f"{lines}x")] == [set(), {key}]


def test_what_is_unsure_in_a_catalogue_is_not_taken(locale: Path) -> None:
    assert exchange.read('#, fuzzy\nmsgid "Hours"\nmsgstr "Години"\n').said == {}


@pytest.mark.parametrize("head", ["", '\ufeff<?xml version="1.0" encoding="UTF-16"?>\r\n'], ids=["bare", "with a head"])
def test_what_a_tool_sets_apart_is_not_lost(head: str) -> None:
    unit = (
        f'<trans-unit id="{"0" * 20}#0"><target><mrk mtype="seg">Call <g id="1">us</g></mrk> now</target></trans-unit>'
    )
    file = f'{head}<xliff xmlns="{exchange.NAMESPACE}" version="1.2"><file><body>{unit}</body></file></xliff>'
    assert exchange.read(file).said == {"0" * 20: ("Call us now",)}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f'id,translation\n{"0" * 20}#0,"{"x" * 140_000}', id="endless"),
        "",
        "name,age\n1,2\n",
        "<xliff",
        'msgid "a"\nmsgstr',
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
