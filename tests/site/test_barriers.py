"""The statement, the form for a barrier, the simple explanation, the place for videos: duties of a public body."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils.translation import override

from eindach.accounts.acting import as_program
from eindach.directory.region_source import RegionSource
from eindach.questions.models import Enquiry
from eindach.site import region_data
from eindach.site.models import AccessibilityStatement, Barrier, Video
from eindach.site.where import OPEN, VALUE, page_at_hand
from tests.cast import NOW, Cast, text
from tests.permission.routes import of_audience

OMBUDS = {
    "name": "Ombudsstelle",
    "text": text("Sie können sich beschweren.", "You can complain."),
    "link": "https://ombuds.example/amt",
    "as_of": date(2026, 11, 22),
    "source": "§ 10d BGG NRW",
}
STATEMENT = {
    "state": "partial",
    "standard": "EN 301 549",
    "law": "BGG NRW",
    "method": text("Selbstbewertung", "Self-assessment"),
    "assessed_on": date(2026, 11, 20),
    "written_on": date(2026, 11, 21),
    "reviewed_on": date(2026, 11, 22),
    "answer_weeks": 4,
    "answer_law": "§ 5 BITVNRW",
    "ombuds": OMBUDS,
}
BARRIER = {"what": text("Kein Film", "No film"), "why": text("Fehlt", "Missing"), "instead": text("Text", "Text")}
VIDEO = {
    "title": text("Willkommen", "Welcome"),
    "file": "welcome.mp4",
    "seconds": 90,
    "transcript": text("Guten Tag", "Hello"),
    "as_of": date(2026, 11, 22),
    "source": "Kreis",
}
FORM = {"problem": "The button cannot be reached.", "page": "/en/places/", "email": "", "phone": "", "language": "en"}
REPORT = "/en/accessibility/report/"


def files(**sections: object) -> RegionSource:
    return RegionSource("muster", sections, {}, languages=("de", "en"))  # type: ignore[arg-type]


def loaded(**sections: object) -> None:
    source = files(**sections)
    data = region_data.read(source)
    assert source.faults == []
    region_data.load(data)


@pytest.fixture
def told(cast: Cast) -> None:
    loaded(accessibility={"statement": STATEMENT}, barriers={"film": BARRIER})


@pytest.mark.usefixtures("told")
def test_what_nobody_translated_is_told_in_german_with_a_sentence_why(client: Client) -> None:
    page = client.get("/ar/accessibility/").content.decode()
    assert '<h3><span lang="de" dir="ltr">Kein Film</span></h3>' in page
    assert '<span lang="de" dir="ltr">Sie können sich beschweren.</span>' in page


@pytest.mark.usefixtures("told")
def test_the_statement_names_what_is_missing_what_helps_and_who_decides(client: Client) -> None:
    page = client.get("/en/accessibility/").content.decode()
    for said in ("EN 301 549", "Self-assessment", "No film", "Missing", "Ombudsstelle", "https://ombuds.example/amt"):
        assert said in page
    assert REPORT in page


@pytest.mark.usefixtures("told")
def test_what_nobody_confirmed_says_so_until_somebody_does(client: Client) -> None:
    assert "BITVNRW</bdi>, " in client.get("/en/accessibility/").content.decode()
    AccessibilityStatement.objects.update(confirmed=True)
    assert "BITVNRW" not in client.get("/en/accessibility/").content.decode()


def test_loading_again_forgets_what_is_gone(told: None) -> None:
    loaded(barriers={})
    assert not AccessibilityStatement.objects.exists()
    assert not Barrier.objects.exists()


@pytest.mark.parametrize(
    ("sections", "path"),
    [
        ({"accessibility": {"statement": STATEMENT | {"answer_weeks": 7}}, "barriers": {"a": BARRIER}}, "answer_weeks"),
        ({"accessibility": {"statement": STATEMENT | {"state": "full"}}, "barriers": {"a": BARRIER}}, "state"),
        ({"accessibility": {"statement": STATEMENT}, "barriers": {}}, "state"),
        ({"accessibility": {"other": STATEMENT}}, "other"),
        ({"videos": {"hello": VIDEO | {"link": "https://elsewhere.example/v"}}}, "videos.hello"),
        ({"videos": {"hello": VIDEO | {"file": ""}}}, "videos.hello"),
        ({"videos": {"hello": VIDEO | {"file": "../secret.mp4"}}}, "videos.hello.file"),
        ({"videos": {"hello": VIDEO | {"file": "", "link": "javascript:alert(1)"}}}, "videos.hello.link"),
    ],
)
def test_wrong_data_is_refused_with_its_place(sections: dict[str, object], path: str) -> None:
    source = files(**sections)
    region_data.read(source)
    assert [one for one in source.faults if path in one.path]


# The form.


@pytest.mark.parametrize(
    ("given", "by"),
    [
        ({}, "link"),
        ({"email": "amal@mail.example"}, "mail"),
        ({"phone": "0176 12345678"}, "phone"),
        ({"email": "amal@mail.example", "phone": "0176 12345678"}, "mail"),
    ],
)
def test_a_report_becomes_a_question_answered_as_they_wish(
    client: Client, told: None, given: dict[str, str], by: str
) -> None:
    answer = client.post(REPORT, FORM | given)
    with as_program(now=NOW):
        enquiry = Enquiry.objects.get()
    assert (enquiry.answer_by, enquiry.language) == (by, "en")
    assert enquiry.concern.splitlines()[2] == FORM["problem"]
    assert "/en/places/" in enquiry.concern.splitlines()[0]
    assert client.get(answer["Location"]).status_code == 200


def test_only_the_words_are_needed(client: Client, told: None) -> None:
    assert client.post(REPORT, {"problem": "x", "language": "en"}).status_code == 302


def test_a_fault_stands_at_its_field_and_nothing_is_lost(client: Client, told: None) -> None:
    answer = client.post(REPORT, FORM | {"problem": "", "email": "amal@"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"problem", "email"}
    assert 'href="#id_problem"' in page
    assert 'value="/en/places/"' in page
    assert 'value="amal@"' in page


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/de/places/konto/", "/de/places/konto/"),
        ("/de/my/secret-of-amal/move/", "/de/my/…/move/"),
        ("/de/next-steps/secret-of-amal/", "/de/next-steps/…/"),
        ("/de/ask/secret-of-amal/", "/de/ask/…/"),
    ],
)
def test_the_page_one_comes_from_is_told_without_a_secret(rf: RequestFactory, path: str, said: str) -> None:
    request = rf.get(path, {"q": "secret-of-amal"})
    with override("de"):
        request.resolver_match = resolve(path)
    assert page_at_hand(request) == said


def test_no_open_part_of_an_address_is_a_secret() -> None:
    public = [where for where, _view in of_audience("public")]
    values = {one for where in public for one in VALUE.findall(where) if OPEN.fullmatch(one)}
    assert values <= {"<slug:key>", "<slug:page>", "<slug:form>"}


def test_every_page_leads_there(client: Client, cast: Cast) -> None:
    page = client.get("/en/help/?q=secret").content.decode()
    assert f'href="{REPORT}?page=%2Fen%2Fhelp%2F"' in page
    assert 'href="/en/how-it-works/"' in page
    assert 'href="/en/sign-language/"' in page


# Videos.


@pytest.fixture
def folder(settings: object, tmp_path: Path) -> Path:
    settings.PUBLIC_FILES = tmp_path  # type: ignore[attr-defined]
    made = tmp_path / "videos"
    made.mkdir()
    return made


def test_a_video_is_shown_once_its_file_is_there(client: Client, cast: Cast, folder: Path) -> None:
    loaded(videos={"hello": VIDEO})
    assert "<video" not in client.get("/en/sign-language/").content.decode()
    (folder / "welcome.mp4").write_bytes(b"film")
    page = client.get("/en/sign-language/").content.decode()
    assert '<source src="/videos/welcome.mp4">' in page
    assert "Hello" in page


def test_a_video_of_others_is_linked_never_embedded(client: Client, cast: Cast, folder: Path) -> None:
    loaded(videos={"hello": VIDEO | {"file": "", "link": "https://elsewhere.example/film"}})
    page = client.get("/en/sign-language/").content.decode()
    assert 'href="https://elsewhere.example/film"' in page
    assert "<video" not in page
    assert Video.objects.count() == 1
