"""The translators' pages: found by state and words, saved with checks at the field, brought back after a look."""

import re
from pathlib import Path

import pytest
from django.test import Client

from eindach.consent.models import AuditEvent
from eindach.guide.models import Topic
from eindach.translations import exchange
from eindach.translations.models import Wording
from eindach.translations.rows import _models
from eindach.translations.staff.looking import PARTS
from eindach.translations.units import units
from tests.cast import Cast
from tests.conftest import ROOT
from tests.frontdesk.staff import works_at
from tests.guide.towns import set_towns

from .stage import of

LIST = "/en/staff/translations/"


@pytest.fixture
def coordinator(cast: Cast, locale: Path) -> Client:
    return works_at(cast.office.counter.organization, "coordinator")


def text(english: str) -> str:
    return f"{LIST}uk/{of(english).key}/"


def test_texts_are_found_by_state_and_words(coordinator: Client) -> None:
    page = coordinator.get(f"{LIST}?language=uk&state=missing&part=interface").content.decode()
    assert ("Rufen Sie" in page, "Öffnungszeiten" in page) == (True, False)
    page = coordinator.get(f"{LIST}?language=uk&q=години").content.decode()
    assert ("Öffnungszeiten" in page, f'href="{text("Hours")}?language=uk&amp;q=' in page) == (True, True)


def test_every_part_has_a_name_people_know(coordinator: Client) -> None:
    catalogue = (ROOT / "eindach/locale/uk/LC_MESSAGES/django.po").read_text()
    rows = {str(model._meta.model_name) for model, _names in _models()}
    assert {*re.findall(r"eindach/(\w+)/", catalogue)} | rows == {*PARTS}
    page = coordinator.get(LIST).content.decode()
    assert '<option value="region.organization">Organizations</option>' in page


def test_a_municipalitys_own_text_says_whose_it_is(coordinator: Client, cast: Cast) -> None:
    set_towns(cast)
    listed = coordinator.get(f"{LIST}?language=uk&part=region.municipalitypage").content.decode()
    alone = coordinator.get(text("Beratung")).content.decode()
    for page in (listed, alone):
        assert 'href="/en/municipalities/musterstadt/">Musterstadt</a>: Texts and contact person' in page


def test_a_text_stands_beside_german_and_english_and_is_saved(coordinator: Client) -> None:
    assert "Öffnungszeiten" in coordinator.get(text("Hours")).content.decode()
    coordinator.post(text("Hours"), {"said": ["Коли відчинено"], "reviewed": "1"})
    one = Wording.objects.get()
    assert (one.said, bool(one.reviewed_by)) == (["Коли відчинено"], True)
    assert AuditEvent.objects.filter(act="change", kind="wording", object=one.key).exists()


def test_a_letter_that_no_row_can_hold_is_no_fault_of_the_server(coordinator: Client) -> None:
    assert coordinator.post(text("Hours"), {"said": ["Коли\0 відчинено"]}).status_code == 302
    assert Wording.objects.get().said == ["Коли відчинено"]


def test_turning_the_leaves_writes_nothing_and_takes_no_review_back(coordinator: Client) -> None:
    coordinator.post(text("Hours"), {"said": ["Години"]})
    assert not Wording.objects.exists()
    for said in ({"reviewed": "1"}, {}):
        coordinator.post(text("Hours"), {"said": ["Години"], **said})
        assert Wording.objects.get().reviewed_at


def test_who_translates_older_german_keeps_their_words(coordinator: Client) -> None:
    Topic.objects.create(key="a", name={"de": "Zuhause"}, icon="home", position=8)
    old, typed = of("Zuhause"), {"german": "Zuhause", "said": ["Житло"], "place": of("Zuhause").place}
    Topic.objects.filter(key="a").update(name={"de": "Wohnen und Zuhause"})
    answer = coordinator.post(f"{LIST}uk/{old.key}/?state=missing", typed)
    page = answer.content.decode()
    assert (answer.status_code, "Житло</textarea>" in page, "<ins>Wohnen und </ins>" in page) == (409, True, True)
    assert f'action="{text("Wohnen und Zuhause")}?language=' in page


def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(coordinator: Client) -> None:
    answer = coordinator.post(text("a visit"), {"said": ["візит", "", "візитів"]})
    page = answer.content.decode()
    assert (answer.status_code, 'aria-describedby="fault-1"' in page, "візитів</textarea>" in page) == (422, True, True)


def test_a_file_changes_nothing_before_somebody_has_looked(coordinator: Client) -> None:
    written = exchange.to_csv(units("uk")).replace("Години", "Коли відчинено").replace("Вітаємо, %(name)s", "Вітаємо")
    page = coordinator.post(f"{LIST}uk/take/", {"text": written}).content.decode()
    assert ("<ins>Коли відчинено</ins>" in page, Wording.objects.exists()) == (True, False)
    coordinator.post(f"{LIST}uk/take/", {"text": written, "take": "1"})
    assert [one.text for one in Wording.objects.all()] == ["Hours"]


def test_a_file_confirms_what_it_leaves_as_it_is(coordinator: Client) -> None:
    lines = exchange.to_csv(units("uk")).split("\r\n")
    written = "\n".join(f"{line}yes" if "Години" in line else line for line in lines)
    page = coordinator.post(f"{LIST}uk/take/", {"text": written}).content.decode()
    assert ("has reviewed 1 text as it is" in page, Wording.objects.exists()) == (True, False)
    coordinator.post(f"{LIST}uk/take/", {"text": written, "take": "1"})
    assert [(one.text, bool(one.reviewed_at)) for one in Wording.objects.all()] == [("Hours", True)]


def test_a_review_we_handed_out_is_none_of_other_words(coordinator: Client) -> None:
    coordinator.post(text("Hours"), {"said": "Години", "reviewed": "1"})
    written = exchange.to_csv(units("uk")).replace("Години", "Коли відчинено")
    coordinator.post(f"{LIST}uk/take/", {"text": written, "take": "1"})
    assert [(one.said, one.reviewed_at) for one in Wording.objects.all()] == [(["Коли відчинено"], None)]


def test_a_file_that_cannot_be_read_is_refused_in_german(coordinator: Client) -> None:
    answer = coordinator.post("/de/staff/translations/uk/take/", {"text": "<html/>"})
    assert (answer.status_code, 'id="fault"' in answer.content.decode()) == (422, True)


def test_one_comes_back_to_the_page_of_the_list(coordinator: Client) -> None:
    page = coordinator.get(f"{text('Hours')}?language=uk&page=3").content.decode()
    assert f'href="{LIST}?language=uk&amp;page=3"' in page


def test_a_file_of_all_texts_fits_into_a_request(coordinator: Client) -> None:
    """Letters that are not Latin are three times as long in an ordinary form: that one was refused."""
    assert 'enctype="multipart/form-data"' in coordinator.get(f"{LIST}uk/take/").content.decode()


def test_what_would_change_is_shown_in_every_form(coordinator: Client) -> None:
    written = exchange.to_csv(units("uk")).replace("візитів", "відвідувань")
    assert "відвідувань</ins>" in coordinator.post(f"{LIST}uk/take/", {"text": written}).content.decode()


def test_files_are_handed_out(coordinator: Client) -> None:
    for form, begins in (("csv", "\ufeffid,part"), ("xlf", "<?xml"), ("po", "#")):
        assert coordinator.get(f"{LIST}uk/as/{form}/").content.decode().startswith(begins)


@pytest.mark.parametrize("where", ["de/take/", "xx/as/csv/", "uk/as/exe/", "uk/0123456789abcdef0123/"])
def test_what_is_not_there_is_not_found(coordinator: Client, where: str) -> None:
    assert coordinator.get(LIST + where).status_code == 404


def test_the_glossary_says_how_one_thing_is_called(coordinator: Client) -> None:
    page = coordinator.get(f"{LIST}glossary/?language=ti").content.decode()
    assert ("Aufenthaltstitel" in page, "ፍቓድ መንበሪ" in page) == (True, True)


def test_nobody_else_comes_in(cast: Cast, locale: Path) -> None:
    assert works_at(cast.office.counter.organization, "front-desk").get(LIST).status_code == 403
