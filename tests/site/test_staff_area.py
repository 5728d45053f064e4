"""The staff area is German or English under whatever address; what went wrong there looks like it and leads on."""

from unittest import mock

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from eindach.accounts import sessions
from eindach.accounts.models import User
from eindach.directory.models import Organization
from tests.cast import Cast
from tests.frontdesk.staff import works_at


@pytest.fixture
def office(cast: Cast) -> Organization:
    return cast.office.counter.organization


@pytest.mark.parametrize(
    ("asked", "chosen", "device", "led"),
    [
        ("ar/staff/people/?q=a%20b", "", "", "de/staff/people/?q=a%20b"),
        ("ar/staff/", "", "ar,en-GB;q=0.8,de;q=0.7", "en/staff/"),
        ("fa/staff/", "en", "de", "en/staff/"),
        ("uk/staff/", "uk", "de", "de/staff/"),
        ("de-simple/staff/", "", "de-simple,en", "de/staff/"),
        ("ti/staff/nowhere/", "", "fr", "de/staff/nowhere/"),
        ("ar/staff/demo/", "", "", "de/staff/demo/"),
        ("ar/account/sign-in/?next=/ar/staff/", "", "", "de/account/sign-in/?next=/ar/staff/"),
    ],
)
def test_another_language_leads_to_the_best_of_both(
    client: Client, db: None, asked: str, chosen: str, device: str, led: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = chosen
    answer = client.get(f"/{asked}", headers={"accept-language": device})
    assert (answer.status_code, answer["Location"], answer["Vary"]) == (307, f"/{led}", "Accept-Language, Cookie")


def test_a_staff_page_says_which_language_it_is_in_and_offers_the_other(office: Organization) -> None:
    page = works_at(office, "coordinator").get("/fa/staff/week/", follow=True).content.decode()
    assert '<html lang="de" dir="ltr">' in page
    assert ['hreflang="en"' in page, 'hreflang="fa"' in page] == [True, False]


def test_a_form_sent_from_elsewhere_arrives_as_it_was(office: Organization) -> None:
    said = {"name": "Amal Beispiel", "language": "ar", "concern": ""}
    where = "/ar/staff/questions/phone-note/"
    answer = works_at(office, "advisor").post(where, said, follow=True)
    assert (answer.status_code, 'value="Amal Beispiel"' in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("where", ["/ar/help/", "/ar/account/sign-out/", "/ar/my/sign-in/"])
def test_what_newcomers_come_to_keeps_its_language(client: Client, cast: Cast, where: str) -> None:
    page = client.get(where, follow=True).content.decode()
    assert ['<html lang="ar" dir="rtl">' in page, 'hreflang="uk"' in page] == [True, True]


@pytest.mark.parametrize(
    ("role", "where", "status", "said"),
    [
        ("expert", "nowhere/", 404, "not open to your role"),
        ("expert", "users/", 403, "role in which you work now: Expert at a counter"),
        ("coordinator", "week/", 500, "The fault is ours"),
        ("front-desk", "arrivals/check-in/", 405, "Please go back and try again."),
    ],
)
def test_what_went_wrong_looks_like_the_staff_area_and_leads_on(
    office: Organization, role: str, where: str, status: int, said: str
) -> None:
    client = works_at(office, role)
    client.raise_request_exception = False
    with mock.patch("eindach.frontdesk.views.week.render", side_effect=RuntimeError("planted")):
        answer = client.get(f"/en/staff/{where}")
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (status, True)
    assert [words in page for words in ('class="staff"', 'id="find"', "To the start page")] == [True] * 3
    assert "no-store" in answer["Cache-Control"]


def test_a_frame_that_is_broken_itself_is_left_away(office: Organization) -> None:
    client = works_at(office, "expert")
    with mock.patch("eindach.site.templatetags.staff.may", side_effect=RuntimeError("planted")):
        page = client.get("/en/staff/nowhere/").content.decode()
    assert ["We cannot find this page" in page, 'class="staff"' in page] == [True, False]


def test_who_is_not_signed_in_or_a_newcomer_sees_nothing_of_the_office(
    client: Client, office: Organization, django_user_model: type[User]
) -> None:
    pages = [client.get("/en/staff/nowhere/")]
    client.force_login(django_user_model.objects.create_user("amal@mail.example"))
    session = client.session
    sessions.begin(session, now=timezone.now())
    sessions.mark_by_code(session)
    session.save()
    pages += [client.get("/en/staff/nowhere/"), client.get("/ar/staff/week/")]
    assert [(one.status_code, 'class="staff"' in one.content.decode()) for one in pages] == [
        (404, False), (404, False), (403, False),
    ]  # fmt: skip
    assert '<html lang="ar" dir="rtl">' in pages[2].content.decode()
