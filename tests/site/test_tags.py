"""Tags and filters every part uses."""

import re
from datetime import UTC, datetime, time

import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override

from eindach.companies.forms import AskForAccess
from eindach.guide.region_data import ICONS
from eindach.site import icons
from eindach.site.templatetags.times import clock, duration, language_names
from tests.conftest import ROOT


class Sample(forms.Form):
    name = forms.CharField(
        label="Name", help_text="As in your passport", error_messages={"required": "Enter your name."}
    )
    way = forms.ChoiceField(
        label="How do you come?", choices=[("foot", "On foot"), ("bus", "By bus")], widget=forms.RadioSelect
    )


def drawn(text: str, **content: object) -> str:
    return Template("{% load site times %}" + text).render(Context(content))


def test_every_icon_of_region_data_is_drawn() -> None:
    assert ICONS - icons.names() == frozenset()


def test_every_icon_a_template_names_is_drawn() -> None:
    templates = (ROOT / "eindach").glob("*/templates/**/*.html")
    named = {name for file in templates for name in re.findall(r'{% icon(?:_at)? "([^"]+)"', file.read_text())}
    assert len(named) > 20
    assert named - icons.names() == set()


def test_an_icon_is_hidden_from_screen_readers() -> None:
    assert 'aria-hidden="true"' in drawn('{% icon "home" %}')


def test_arrows_turn_and_clocks_do_not() -> None:
    assert "icon--turns" in drawn('{% icon "arrow" %}')
    assert "icon--turns" not in drawn('{% icon "clock" %}')


def test_an_unknown_icon_becomes_a_sheet_of_paper() -> None:
    assert drawn('{% icon "../../settings" %}') == drawn('{% icon "document" %}')


def test_a_faulty_field_says_what_to_enter_and_points_at_it() -> None:
    with override("en"):
        text = drawn("{% field form.name %}", form=Sample({}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in text
    assert 'aria-invalid="true"' in text
    assert 'id="id_name_error"' in text
    assert "Enter your name." in text


def test_choices_are_a_group_with_a_legend() -> None:
    text = drawn("{% field form.way %}", form=Sample())
    assert text.count("<fieldset") == 1
    assert "<legend>How do you come?<" in text
    assert text.count('type="radio"') == 2


def test_the_summary_names_each_fault_and_links_it_to_its_field(english: None) -> None:
    text = drawn("{% error_summary form %}", form=Sample({}))
    assert '<a href="#id_name">Name: Enter your name.</a>' in text
    assert '<a href="#id_way_0">How do you come? Please choose</a>' in text


def test_two_faults_of_one_kind_say_of_which_field_they_are(english: None) -> None:
    said = drawn("{% error_summary form %}", form=AskForAccess({"name": "Muster GmbH"}))
    for name in ("Your name", "E-mail at work", "Phone at work"):
        assert f">{name}: Please fill this in.</a>" in said
    assert "This field is required" not in said


def test_the_summary_is_silent_without_faults() -> None:
    assert drawn("{% error_summary form %}", form=Sample({"name": "Amal", "way": "bus"})).strip() == ""


def test_what_somebody_typed_is_never_markup() -> None:
    assert "<b>" not in drawn("{% field form.name %}{{ name|german }}", form=Sample({"name": '"><b>'}), name="<b>")


def test_a_clock_is_the_regions() -> None:
    assert clock(datetime(2026, 11, 23, 8, 5, tzinfo=UTC)) == "9:05"
    assert clock(time(13, 0)) == "13:00"
    assert clock(None) == ""


@pytest.mark.parametrize(
    ("minutes", "words"), [(1, "1 minute"), (45, "45 minutes"), (60, "1 hour"), (130, "2 h 10 min")]
)
def test_a_duration_is_words(minutes: int, words: str) -> None:
    with override("en"):
        assert duration(minutes) == words


def test_languages_are_named_in_the_readers() -> None:
    with override("de"):
        assert language_names(["ar", "uk"]) == "Arabisch, Ukrainisch"
    with override("en"):
        assert language_names(["ti", "xx"]) == "Tigrinya, xx"
