"""The words and the legal bases that come with the program: whole, hashed, never changed behind anybody's back."""

from dataclasses import replace

import pytest
from django.db import connection
from django.utils import translation

from eindach.accounts.acting import acting
from eindach.accounts.models import Category
from eindach.consent import operations as act
from eindach.consent.loading import bases, load, load_bases, load_texts
from eindach.consent.models import ConsentText, LegalBasis
from eindach.consent.words import TextBent, TextChanged, bent, data_words, filled, purposes, sha256_of
from eindach.kernel.languages import PAGES
from tests.cast import NOW

from .people import Stage

pytestmark = pytest.mark.django_db
LANGUAGES = {language.code for language in PAGES}
SAYS = {
    "de": ("freiwillig", "ändert nichts an Ihren Ansprüchen", "jederzeit zurücknehmen", "Ohne Erlaubnis"),
    "en": (
        "voluntary",
        "changes nothing in what you are entitled to",
        "take the permission back",
        "without permission",
    ),
    "ar": ("اختياري", "لا يغيّر شيئًا في حقوقك", "سحب الإذن في أي وقت", "بدون إذن"),
    "uk": ("добровільно", "нічого не змінює у ваших правах", "забрати дозвіл будь-коли", "без дозволу"),
    "de-simple": ("freiwillig", "ändert nichts an Ihren Rechten", "immer zurücknehmen", "ohne Erlaubnis"),
    "ru": ("добровольно", "ничего не меняет в ваших правах", "отозвать согласие в любое время", "без согласия"),
    "tr": ("isteğe bağlıdır", "haklarınızda hiçbir şeyi değiştirmez", "istediğiniz zaman geri", "Onay olmadan"),
    "fa": ("اختیاری", "هیچ چیزی را در حقوق شما تغییر نمی‌دهد", "هر وقت بخواهید", "بدون رضایت"),
    "fr": ("volontaire", "ne change rien à vos droits", "retirer votre accord à tout moment", "sans accord"),
    "ti": ("ብድሌትኩም", "ኣብቲ ዝግብኣኩም መሰል ምንም ኣይቅይርን", "ኣብ ዝኾነ ግዜ ክትስሕብዎ", "ብዘይ ፍቓድ"),
}


def bend(text: ConsentText) -> None:
    """As somebody could who owns the server."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE consent_consenttext SET body = body || ' Auch Werbung.' WHERE id = %s", [text.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.mark.parametrize("purpose", ["advice", "referral", "change-of-law", "appointments", "health"])
def test_every_text_says_all_that_makes_a_consent_free(purpose: str) -> None:
    texts = {one.language: one for one in ConsentText.objects.filter(purpose=purpose)}
    assert set(texts) == LANGUAGES
    for language, text in texts.items():
        for words in SAYS[language]:
            assert words in text.body
        assert {"{recipient}", "{data}", "{until}"} <= set(
            text.body.replace(".", " ").replace(":", " ").split()
        ) or all(one in text.body for one in ("{recipient}", "{data}", "{until}"))
        assert text.drafted_by_machine == (language not in ("de", "en"))


def test_every_category_has_words_in_every_language() -> None:
    for language in LANGUAGES:
        said = [data_words([one], language) for one in Category]
        assert len(set(said)) == len(Category)


def test_loading_again_changes_nothing() -> None:
    before = list(ConsentText.objects.values_list()), list(LegalBasis.objects.values_list())
    load()
    assert (list(ConsentText.objects.values_list()), list(LegalBasis.objects.values_list())) == before


def test_other_words_need_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    text = ConsentText(purpose="advice", version=1, language="de", title="t", body="b", sha256="1" * 64)
    with pytest.raises(TextChanged, match="version 2"):
        load_texts([text])


def test_a_new_version_leaves_the_old_one_as_it_was(stage: Stage) -> None:
    consent = stage.given()
    digest = sha256_of("referral", 2, "ar", "t", "new {data}")
    load_texts([ConsentText(purpose="referral", version=2, language="ar", title="t", body="new {data}", sha256=digest)])
    assert ConsentText.objects.filter(purpose="referral", language="ar").count() == 2
    assert "new" not in filled(consent).paragraphs[0]


def test_bent_words_are_found_and_nobody_can_say_yes_to_them(stage: Stage) -> None:
    consent = stage.ask()
    assert bent() == []
    bend(consent.text)
    assert bent() == [consent.text]
    consent.text.refresh_from_db()
    with pytest.raises(TextBent), acting(stage.amal, now=NOW):
        act.give(consent=consent, now=NOW)
    with pytest.raises(TextBent):
        stage.ask()


def test_names_in_the_words_are_not_filled_in_twice(stage: Stage) -> None:
    bank = stage.house.offices["bank"]
    bank.name = {"ar": "{data} {until}"}
    bank.save()
    assert "{data} {until}" in filled(stage.ask(recipient=bank)).paragraphs[0]


def test_who_books_at_a_counter_is_known_there() -> None:
    law = LegalBasis.objects.get(key="appointment")
    assert set(law.categories) == {"identity", "contact"}
    assert law.reviewed_by == ""


def test_no_law_hands_data_over_on_a_change_of_law() -> None:
    assert "change-of-law" in purposes()
    assert not LegalBasis.objects.filter(purpose="change-of-law").exists()


def test_a_line_follows_the_file_until_an_office_confirmed_it() -> None:
    changed = tuple(line | {"norm": "§ 99"} if line["key"] == "arrival" else line for line in bases())
    load_bases(changed)
    assert LegalBasis.objects.get(key="arrival").norm == "§ 99"
    LegalBasis.objects.filter(key="arrival").update(reviewed_by="Datenschutz Kreis Muster")
    load_bases(bases())
    assert LegalBasis.objects.get(key="arrival").norm == "§ 99"


def test_a_purpose_in_no_file_is_none() -> None:
    assert replace(purposes()["advice"], key="x").key not in purposes()


@pytest.mark.parametrize(("language", "cited"), [("de", "§ 90 Abs. 3 AufenthG"), ("en", "§ 90(3) AufenthG")])
def test_a_norm_is_cited_as_its_language_does(db: None, language: str, cited: str) -> None:
    with translation.override(language):
        assert str(LegalBasis.objects.get(key="abh-status")) == cited


@pytest.mark.django_db
def test_no_german_norm_is_cited_in_english_form() -> None:
    assert not [law for law in LegalBasis.objects.all() if "(" in law.norm.data["de"]]
