"""What people write is what the site says, at once, and stays when a region is loaded again."""

import dataclasses
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import polib
import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext

from eindach.directory.region_source import Outdated
from eindach.guide.models import Topic
from eindach.kernel.words import fingerprint
from eindach.site.templatetags.times import language_name
from eindach.translations import overlay, rows, storing
from eindach.translations.models import Wording
from eindach.translations.units import State, catalog_file, key_of
from tests.cast import NOW, Cast

from .stage import of

pytestmark = pytest.mark.django_db
Committing = Callable[..., AbstractContextManager[Any]]


def says(text: str, *said: str, reviewed: bool = False) -> None:
    storing.save(of(text), "uk", said, now=NOW, office="Kreis Düren", reviewed=reviewed)


def loaded(before: Any = None, outdated: Any = None, of_today: Any = None) -> int:
    """`before`: the rows before the files were written."""
    return storing.after_loading(before or {}, outdated or {}, of_today or {}, now=NOW)


def test_the_next_page_says_it(locale: Path, django_capture_on_commit_callbacks: Committing) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        says("Hours", "Коли відчинено")
    with translation.override("uk"):
        assert gettext("Hours") == "Коли відчинено"


def test_names_that_pages_remember_are_said_anew(locale: Path) -> None:
    with translation.override("uk"):
        before = language_name("ti")
        said = {"kind": Wording.Kind.INTERFACE, "text": "Tigrinya", "said": ["Тигрінья інакше"]}
        Wording.objects.create(language="uk", key="tigrinya", of=fingerprint("Tigrinya"), changed_at=NOW, **said)
        overlay.make_anew("uk")
    with translation.override("uk"):
        assert [before != "Тигрінья інакше", language_name("ti")] == [True, "Тигрінья інакше"]


def test_plural_forms_too(locale: Path) -> None:
    says("a visit", "%(n)s візит", "%(n)s візити", "%(n)s візитів")
    overlay.make_anew("uk")
    with translation.override("uk"):
        assert [ngettext("a visit", "%(n)s visits", n) % {"n": n} for n in (1, 3, 5)] == [
            "1 візит",
            "3 візити",
            "5 візитів",
        ]


def test_another_process_hears_of_it_and_asks_once_when_nothing_changed(
    locale: Path, django_assert_num_queries: Committing
) -> None:
    overlay.refresh()
    says("Hours", "Коли відчинено")
    assert overlay.refresh() == ["uk"]
    with django_assert_num_queries(1):
        assert overlay.refresh() == []


def test_what_was_begun_earlier_and_saved_later_is_heard_of(locale: Path) -> None:
    says("a visit", "візит", "%(n)s візити", "%(n)s візитів")
    storing.save(of("Hours"), "uk", ["Коли"], now=NOW - timedelta(minutes=2), reviewed=False)
    overlay.refresh()
    storing.save(of("Hours"), "uk", ["Коли відчинено"], now=NOW - timedelta(minutes=1), reviewed=False)
    assert overlay.refresh() == ["uk"]


def test_taken_back_the_catalogue_speaks_again(locale: Path) -> None:
    says("Hours", "Коли відчинено")
    overlay.refresh()
    storing.take_back(of("Hours"), "uk", now=NOW)
    assert overlay.refresh() == ["uk"]
    assert (of("Hours").said, of("Hours").is_ours) == (("Години",), False)


@pytest.mark.parametrize(
    ("text", "said", "fault"),
    [
        ("Hours", [""], 0),
        ("Hello %(name)s", ["Вітаємо"], 0),
        ("Hello %(name)s", ["Вітаємо, %(nam)s"], 0),
        ("Hello %(name)s", ["Вітаємо, %(name)s, 100 %"], 0),
        ("Call <b>us</b>", ["Телефонуйте нам"], 0),
        ("Hours", ["<IMG SRC=x ONERROR=alert(1)>"], 0),
        ("Hours", ["<img src=x onerror=alert(1) "], 0),
        ("Hours", ['Години" autofocus onfocus="alert(1)'], 0),
        ("a visit", ["%(n) візит", "%(n)s візити", "%(n)s візитів"], 0),
        ("a visit", ["візит", "", "візитів"], 1),
        ("a visit", ["візит"], 0),
    ],
)
def test_what_would_break_a_page_is_refused(locale: Path, text: str, said: list[str], fault: int) -> None:
    with pytest.raises(storing.Unfit) as wrong:
        says(text, *said)
    assert list(wrong.value.faults) == [fault]
    assert not Wording.objects.exists()


def test_a_text_of_the_region_is_no_page(cast: Cast, locale: Path) -> None:
    Topic.objects.create(key="a", name={"de": "5 Prozent"}, icon="home", position=8)
    says("5 Prozent", '5 % ("п’ять")')
    assert of("5 Prozent").said == ('5 % ("п’ять")',)


def test_the_spaces_around_a_text_are_those_of_the_source(locale: Path) -> None:
    unit = dataclasses.replace(of("Hours"), sources=("\nHours, ",))
    assert storing.cleaned(unit, ["Години,", " Години:\r\nтут,\r\n"]) == ("\nГодини, ", "\nГодини:\nтут, ")


def test_every_row_with_the_german_text_says_it_and_still_does_after_loading(cast: Cast, locale: Path) -> None:
    rows = [Topic.objects.create(key=key, name={"de": "Zuhause"}, icon="home", position=8) for key in "ab"]
    says("Zuhause", "Житло", reviewed=True)
    assert {Topic.objects.get(pk=row.pk).name.localize("uk") for row in rows} == {"Житло"}
    Topic.objects.update(name='{"de": "Zuhause"}')
    assert loaded() == Topic.objects.count()
    assert (of("Zuhause").state, of("Zuhause").reviewed) == (State.REVIEWED, "2026-11-21 Kreis Düren")


def test_a_comma_in_the_source_loses_neither_words_nor_review(cast: Cast, locale: Path) -> None:
    Topic.objects.create(key="a", name={"de": "Zuhause Miete"}, icon="home", position=8)
    says("Zuhause Miete", "Житло", reviewed=True)
    says("Hours", "Коли відчинено", reviewed=True)
    Topic.objects.filter(key="a").update(name='{"de": "Zuhause, Miete"}')
    po = polib.pofile(str(catalog_file("de")))
    po.find("Hours").msgid = "Hours:"
    po.save()
    loaded()
    for text in ("Zuhause, Miete", "Hours:"):
        assert (of(text).state, of(text).is_ours) == (State.REVIEWED, True)


def test_a_comma_alone_is_no_text_of_older_words(cast: Cast, locale: Path) -> None:
    said = {"language": "uk", "kind": "interface", "text": ", ", "said": ["; "], "of": fingerprint(", ")}
    Wording.objects.create(key=key_of("interface", "", ", "), changed_at=NOW, **said)
    loaded()
    assert Wording.objects.get().text == ", "


@pytest.mark.parametrize("file", ["", "Старе"], ids=["the files say nothing", "the files say something older"])
def test_other_words_in_the_source_outdate_what_people_said(cast: Cast, locale: Path, file: str) -> None:
    Topic.objects.create(key="a", name={"de": "Zuhause"}, icon="home", position=8)
    says("Zuhause", "Житло", reviewed=True)
    before = dict(rows.texts())
    Topic.objects.filter(key="a").update(name=json.dumps({"de": "Wohnung", "uk": file}))
    loaded(before)
    assert (of("Wohnung").state, of("Wohnung").said) == (State.OUTDATED, ("Житло",))
    assert Topic.objects.get(key="a").name.localize("uk") == "Житло"
    says("Wohnung", "Квартира")
    loaded()
    assert (of("Wohnung").state, of("Wohnung").said) == (State.UP_TO_DATE, ("Квартира",))


def test_what_the_files_translated_anew_is_no_longer_outdated(cast: Cast, locale: Path) -> None:
    Topic.objects.create(key="a", name={"de": "Zuhause", "uk": "Хата"}, icon="home", position=8)
    before = dict(rows.texts())
    Topic.objects.filter(key="a").update(name='{"de": "Wohnung", "uk": "Хата"}')
    loaded(before)
    assert (of("Wohnung").state, of("Wohnung").is_ours) == (State.OUTDATED, False)
    before = dict(rows.texts())
    Topic.objects.filter(key="a").update(name='{"de": "Wohnung", "uk": "Квартира"}')
    loaded(before)
    assert (of("Wohnung").state, of("Wohnung").said) == (State.DRAFTED, ("Квартира",))


def test_a_translation_the_files_say_is_of_today_outdates_no_more(cast: Cast, locale: Path) -> None:
    Topic.objects.create(key="a", name={"de": "Zuhause"}, icon="home", position=8)
    says("Zuhause", "Житло")
    before = dict(rows.texts())
    Topic.objects.filter(key="a").update(name='{"de": "Wohnung", "uk": "Квартира"}')
    loaded(before, of_today={"uk": {"Wohnung"}})
    assert (of("Wohnung").state, of("Wohnung").said) == (State.DRAFTED, ("Квартира",))


def test_words_taken_back_stay_outdated_until_somebody_translates(cast: Cast, locale: Path) -> None:
    Topic.objects.create(key="a", name={"de": "Zuhause"}, icon="home", position=8)
    says("Zuhause", "Житло")
    before = dict(rows.texts())
    Topic.objects.filter(key="a").update(name='{"de": "Wohnung"}')
    loaded(before)
    storing.take_back(of("Wohnung"), "uk", now=NOW)
    assert (of("Wohnung").state, of("Wohnung").is_ours) == (State.OUTDATED, False)


def test_a_translation_of_older_german_is_shown_as_such(cast: Cast, locale: Path) -> None:
    Topic.objects.create(key="a", name={"de": "Zuhause", "uk": "Хата"}, icon="home", position=8)
    loaded(outdated={"uk": {"topics.a.name": Outdated("Zuhause", "Хата")}})
    assert (of("Zuhause").state, of("Zuhause").said) == (State.OUTDATED, ("Хата",))
    loaded()
    assert of("Zuhause").state == State.DRAFTED
