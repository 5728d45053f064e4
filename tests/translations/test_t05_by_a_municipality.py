"""Whoever changes German outdates its translations; a municipality's own people correct theirs, and nobody else's."""

import re
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client

from eindach.accounts.acting import acting
from eindach.consent.models import AuditEvent
from eindach.directory.models import Organization
from eindach.directory.region_source import Outdated
from eindach.directory.staff.changes import Change, change
from eindach.guide.models import MunicipalityEvent, MunicipalityPage
from eindach.translations import overlay, storing
from eindach.translations.models import Wording
from eindach.translations.staff.overtaken import compared
from eindach.translations.units import State, Unit, key_of, units_of_town
from tests.cast import NOW, Cast
from tests.guide.towns import BEISPIEL, MUSTER, Towns, set_towns
from tests.permission.conftest import house as house
from tests.permission.house import House
from tests.permission.signed_in import as_staff

TEXTS = {"greeting_de": "Willkommen!", "greeting_en": "Welcome!", "advisor_de": "Beratung", "advisor_en": "Advice"}
LIST = "/de/staff/translations/municipalities/musterstadt/"


@pytest.fixture
def towns(house: House, cast: Cast) -> Towns:
    """Both towns call their contact person the same."""
    towns = set_towns(cast)
    MunicipalityPage.objects.filter(pk=BEISPIEL).update(advisor={"de": "Beratung", "en": "Advice"})
    return towns


@pytest.fixture
def clerk(house: House, towns: Towns) -> Client:
    """Of Musterstadt."""
    return as_staff(house, "social-clerk")


def page() -> MunicipalityPage:
    return MunicipalityPage.objects.get(pk=MUSTER)


def of(german: str, town: str = "musterstadt", language: str = "en") -> Unit:
    return next(one for one in units_of_town(town, [language])[language] if one.german == (german,))


def writes(clerk: Client, **said: str) -> None:
    version = {"version": str(page().version)}
    assert clerk.post("/de/staff/municipalities/musterstadt/texts/", TEXTS | version | said).status_code == 302


def address(german: str, town: str = "musterstadt", language: str = "en") -> str:
    return f"{LIST}{language}/{key_of('region', town, german)}/"


def says(clerk: Client, german: str, said: str, **more: str) -> Any:
    return clerk.post(address(german), {"said": said, "version": str(page().version), **more})


@pytest.mark.usefixtures("forgotten")
def test_other_german_outdates_the_translation_and_readers_are_told(clerk: Client, client: Client) -> None:
    writes(clerk, greeting_de="Guten Tag bei uns!")
    assert (of("Guten Tag bei uns!").state, of("Guten Tag bei uns!").said) == (State.OUTDATED, ("Welcome!",))
    overlay.refresh()
    html = client.get("/en/municipalities/musterstadt/").content.decode()
    assert "This translation is older.</span><br>Welcome!" in html
    writes(clerk, greeting_de="Willkommen!")
    assert of("Willkommen!").state == State.DRAFTED


@pytest.mark.parametrize("said", [{"greeting_de": "willkommen"}, {"greeting_de": "Grüß Gott!", "minor": "on"}])
def test_a_small_change_outdates_nothing_and_keeps_the_review(clerk: Client, said: dict[str, str]) -> None:
    says(clerk, "Willkommen!", "Welcome!", reviewed="1")
    writes(clerk, **said)
    assert (of(said["greeting_de"]).state, of(said["greeting_de"]).said) == (State.REVIEWED, ("Welcome!",))


def test_german_and_its_translation_written_at_once_are_up_to_date(clerk: Client) -> None:
    writes(clerk, greeting_de="Guten Tag!", greeting_en="Good day!")
    assert (of("Guten Tag!").state, of("Guten Tag!").is_ours) == (State.UP_TO_DATE, True)


def test_an_exhibition_is_one_of_its_texts(clerk: Client, towns: Towns) -> None:
    said = {"version": str(page().version), "title_de": "Klänge der Stadt", "title_en": "Pictures"}
    place = {"location": str(towns.exhibition.location_id), "first_day": "2026-01-01", "last_day": "2099-12-31"}
    clerk.post(f"/de/staff/municipalities/musterstadt/event/?row={towns.exhibition.pk}", said | place)
    assert str(MunicipalityEvent.objects.get(pk=towns.exhibition.pk).title) == "Klänge der Stadt"
    assert of("Klänge der Stadt").state == State.OUTDATED


def test_a_cell_of_the_directory_too(towns: Towns) -> None:
    Organization.objects.filter(key="bank").update(name={"de": "Bank", "en": "The bank"})
    change([Change("organizations", "bank", "name.de", "Bank", "Sparkasse")], now=NOW)
    one = Wording.objects.get(language="en", text="Sparkasse")
    assert (one.said, one.is_outdated, one.context) == (["The bank"], True, "")


def test_their_own_people_correct_and_review_it(clerk: Client) -> None:
    writes(clerk, greeting_de="Guten Tag!")
    assert "Guten Tag!" in clerk.get(f"{LIST}?language=en").content.decode()
    assert "Welcome!</textarea>" in clerk.get(address("Guten Tag!")).content.decode()
    assert says(clerk, "Guten Tag!", "Good day!", reviewed="1").status_code == 302
    assert (of("Guten Tag!").state, page().greeting.localize("en")) == (State.REVIEWED, "Good day!")
    key = key_of("region", "musterstadt", "Guten Tag!")
    assert AuditEvent._base_manager.filter(act="change", kind="wording", object=key, role="social-clerk").exists()


def test_the_same_words_of_another_municipality_stay_as_they_are(clerk: Client) -> None:
    says(clerk, "Beratung", "Counselling")
    other = MunicipalityPage.objects.get(pk=BEISPIEL)
    assert (page().advisor.localize("en"), other.advisor.localize("en")) == ("Counselling", "Advice")
    assert of("Beratung", "beispielheim").state == State.DRAFTED


def test_no_text_of_another_municipality_or_of_the_district_is_found_or_written(clerk: Client) -> None:
    theirs, said = LIST.replace("muster", "beispiel").replace("stadt", "heim"), {"said": "x", "version": "1"}
    of_theirs = f"en/{key_of('region', 'beispielheim', 'Beratung')}/"
    districts = f"en/{key_of('region', '', 'Konto eröffnen')}/"
    for where in (theirs, theirs + of_theirs, LIST + of_theirs, LIST + districts, LIST + of_theirs.replace("en", "xx")):
        assert clerk.get(where).status_code == 404, where
    for where in (theirs + of_theirs, LIST + of_theirs, LIST + districts):
        assert clerk.post(where, said).status_code == 404, where
    assert not Wording.objects.exists()
    assert AuditEvent._base_manager.filter(outcome="refused", object="beispielheim").count() == 3


def test_the_database_lets_nobody_who_acts_write_a_wording(house: House, towns: Towns) -> None:
    actor = house.staff("coordinator", "authority")
    one = Wording(language="en", key="0" * 20, kind="region", text="a", said=["b"], of="c", changed_at=NOW)
    with pytest.raises(ProgrammingError), transaction.atomic(), acting(actor, now=NOW):
        one.save()


def test_who_began_earlier_is_told_before_they_overwrite(clerk: Client) -> None:
    late = {"said": "Too late", "version": str(page().version)}
    says(clerk, "Willkommen!", "Hello!")
    answer = clerk.post(address("Willkommen!"), late)
    assert (answer.status_code, "Too late</textarea>" in answer.content.decode()) == (409, True)
    assert of("Willkommen!").said == ("Hello!",)


def test_who_writes_over_a_translation_of_the_district_is_told_too(clerk: Client) -> None:
    late = {"greeting_en": "Old words", "version": str(page().version)}
    storing.save(of("Willkommen!"), "en", ["Hello!"], now=NOW, reviewed=True)
    assert clerk.post("/de/staff/municipalities/musterstadt/texts/", TEXTS | late).status_code == 409
    assert (of("Willkommen!").said, of("Willkommen!").state) == (("Hello!",), State.REVIEWED)


def test_an_outdated_text_of_all_municipalities_is_outdated_in_each_that_says_it(towns: Towns) -> None:
    theirs = {"greeting": {"de": "Hallo aus Musterstadt!", "fr": "Bonjour de Musterstadt"}}
    MunicipalityPage.objects.filter(pk=MUSTER).update(**theirs)
    of_all = Outdated("Hallo aus {name}!", "Bonjour de {name}")
    storing.after_loading({}, {"fr": {"municipality_pages.every.greeting": of_all}}, {}, now=NOW)
    one = Wording.objects.get(language="fr")
    assert (one.context, one.text, one.said) == ("musterstadt", "Hallo aus Musterstadt!", ["Bonjour de Musterstadt"])
    assert of("Hallo aus Musterstadt!", language="fr").state == State.OUTDATED
    storing.after_loading({}, {}, {"fr": {"Hallo aus {name}!"}}, now=NOW)
    assert of("Hallo aus Musterstadt!", language="fr").state == State.DRAFTED


def form_of(clerk: Client, german: str) -> dict[str, str]:
    """What the form for its English says besides what is typed."""
    page = clerk.get(address(german)).content.decode()
    return dict(re.findall(r'type="hidden" name="(german|place|version)" value="([^"]*)"', page))


def test_who_translates_older_german_keeps_their_words_and_sees_what_changed(clerk: Client) -> None:
    typed = form_of(clerk, "Willkommen!") | {"said": "Welcome, all!", "reviewed": "1"}
    writes(clerk, greeting_de="Willkommen bei uns!")
    answer = clerk.post(address("Willkommen!"), typed)
    html = answer.content.decode()
    assert (answer.status_code, Wording.objects.filter(said=["Welcome, all!"]).exists()) == (409, False)
    assert ["Welcome, all!</textarea>" in html, "<del>Willkommen!</del>" in html] == [True, True]
    assert ["<ins>Willkommen bei uns!</ins>" in html, 'value="1" checked' in html] == [True, True]
    assert f'action="{address("Willkommen bei uns!")}"' in html


def test_a_translation_that_still_fits_is_confirmed_after_comparing(clerk: Client) -> None:
    writes(clerk, greeting_de="Willkommen bei uns!")
    says(clerk, "Willkommen bei uns!", "Welcome!")
    assert of("Willkommen bei uns!").state == State.OUTDATED
    says(clerk, "Willkommen bei uns!", "Welcome!", compared="1")
    assert of("Willkommen bei uns!").state == State.UP_TO_DATE


def test_words_for_a_text_that_was_taken_away_can_still_be_copied(clerk: Client, towns: Towns) -> None:
    typed = form_of(clerk, "Bilder der Stadt") | {"said": "Pictures, all!"}
    MunicipalityEvent.objects.filter(pk=towns.exhibition.pk).delete()
    answer = clerk.post(address("Bilder der Stadt"), typed)
    assert (answer.status_code, "Pictures, all!</p>" in answer.content.decode()) == (409, True)


def test_no_place_of_another_municipality_answers(clerk: Client) -> None:
    theirs = {"german": "x", "said": "y", "place": of("Beratung", "beispielheim").place}
    answer = clerk.post(address("Beratung", "beispielheim"), theirs)
    assert (answer.status_code, "<textarea" in answer.content.decode()) == (409, False)


def test_a_long_text_of_the_same_words_is_not_compared_word_by_word() -> None:
    old, new = compared("a b " * 150, "b a c " * 100)
    assert [one.is_other for one in (*old, *new)] == [True, True]
