"""Texts for people are found in the sources, kept in step and complete."""

from pathlib import Path

import polib
import pytest

from eindach.config.messages.catalogs import catalog_file, languages, merge
from eindach.config.messages.compiling import compile_all
from eindach.config.messages.completeness import faults
from eindach.config.messages.extracting import NotLiteral, Text, extract, from_python, from_template


def test_every_text_is_translated_into_every_shipped_language() -> None:
    assert faults(extract()) == []


def test_texts_are_found_in_python_under_any_name() -> None:
    source = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
_("One" " roof"); ngettext("a visit", "%(n)s visits", 2); pgettext("month", "May"); _(variable)
for _row in rows: other("not a text")
"""
    assert set(from_python(source)) == {
        Text("One roof"),
        Text("a visit", plural="%(n)s visits"),
        Text("May", context="month"),
    }


def test_a_text_put_together_at_run_time_is_refused() -> None:
    with pytest.raises(NotLiteral, match="line 2"):
        list(from_python('from django.utils.translation import gettext as _\n_(f"Hello {name}")'))


def test_texts_are_found_in_templates() -> None:
    template = """{% load i18n %}{% translate "Hours" %}{% translate 'May' context 'month' %}
{% blocktranslate trimmed count n=visits %}
  One visit{% plural %}{{ n }} visits
{% endblocktranslate %}{% include "x.html" with title=_("Help") %}{{ _("Back")|upper }}"""
    assert set(from_template(template)) == {
        Text("Hours"),
        Text("May", context="month"),
        Text("One visit", plural="%(n)s visits"),
        Text("Help"),
        Text("Back"),
    }


def catalog(language: str, locale: Path) -> polib.POFile:
    return polib.pofile(str(catalog_file(language, locale)))


def translate_all(locale: Path, translation: str) -> None:
    for language in languages():
        file = catalog(language, locale)
        for entry in file:
            entry.msgstr = translation
        file.save()


def test_a_new_text_waits_and_a_translation_survives(tmp_path: Path) -> None:
    old, new = Text("Old"), Text("New")
    merge("de", {old: {"a.py"}}, tmp_path)
    translate_all_of_german = catalog("de", tmp_path)
    translate_all_of_german[0].msgstr = "Alt"
    translate_all_of_german.save()
    assert merge("de", {old: {"a.py"}, new: {"b.py"}}, tmp_path) == 1
    assert catalog("de", tmp_path).find("Old").msgstr == "Alt"


def test_a_minor_edit_keeps_the_translation(tmp_path: Path) -> None:
    merge("uk", {Text("Call us, please %(name)s"): {"a.py"}}, tmp_path)
    file = catalog("uk", tmp_path)
    file[0].msgstr = "Телефонуйте %(name)s"
    file.save()
    assert merge("uk", {Text("Call us please, %(name)s."): {"a.py"}}, tmp_path) == 0
    assert merge("uk", {Text("Call us please, %(number)s."): {"a.py"}}, tmp_path) == 1


def test_a_text_that_comes_back_brings_its_translation(tmp_path: Path) -> None:
    merge("de", {Text("Old"): {"a.py"}}, tmp_path)
    file = catalog("de", tmp_path)
    file[0].msgstr = "Alt"
    file.save()
    for _ in range(3):
        merge("de", {}, tmp_path)
        assert catalog("de", tmp_path)[0].obsolete
    assert merge("de", {Text("Old"): {"a.py"}}, tmp_path) == 0


def test_plural_forms_survive_while_nobody_uses_them(tmp_path: Path) -> None:
    visits = Text("a visit", plural="%(n)s visits")
    merge("uk", {visits: {"a.py"}}, tmp_path)
    file = catalog("uk", tmp_path)
    file[0].msgstr_plural = {0: "візит", 1: "візити", 2: "візитів"}
    file.save()
    merge("uk", {}, tmp_path)
    merge("uk", {}, tmp_path)
    assert merge("uk", {visits: {"a.py"}}, tmp_path) == 0
    assert catalog("uk", tmp_path)[0].msgstr_plural[2] == "візитів"


@pytest.mark.parametrize(
    ("translation", "fault"),
    [
        ("", "is not translated"),
        ("Hallo", "loses a placeholder"),
        ("Hallo %(nam)s", "has a placeholder the source has not"),
    ],
)
def test_a_translation_that_would_break_is_found(tmp_path: Path, translation: str, fault: str) -> None:
    texts = {Text("Hello %(name)s"): {"a.py"}}
    for language in languages():
        merge(language, texts, tmp_path)
    translate_all(tmp_path, translation)
    assert [fault in found for found in faults(texts, tmp_path)] == [True] * len(languages())


def test_an_unsure_translation_and_a_missing_one_are_found(tmp_path: Path) -> None:
    texts = {Text("Hello"): {"a.py"}}
    for language in languages():
        merge(language, texts, tmp_path)
    translate_all(tmp_path, "Hallo")
    assert faults(texts, tmp_path) == []
    german = catalog("de", tmp_path)
    german[0].flags.append("fuzzy")
    german.save()
    assert faults(texts, tmp_path) == ["de: 'Hello' is marked as unsure (fuzzy)"]
    assert len(faults(texts | {Text("Bye"): {"a.py"}}, tmp_path)) == 1 + len(languages())


def test_only_what_has_changed_is_compiled(tmp_path: Path) -> None:
    merge("uk", {Text("Hello"): {"a.py"}}, tmp_path)
    assert compile_all(tmp_path) == 1
    assert compile_all(tmp_path) == 0


def test_what_only_staff_read_needs_german_only(tmp_path: Path) -> None:
    staffs = {Text("Counter"): {"eindach/casework/templates/casework/person.html"}}
    shared = {Text("Counter"): staffs[Text("Counter")] | {"eindach/casework/templates/casework/own/home.html"}}
    for language in languages():
        merge(language, staffs, tmp_path)
    assert {said.split(":")[0] for said in faults(staffs, tmp_path)} == {"de"}
    assert {said.split(":")[0] for said in faults(shared, tmp_path)} == set(languages())
