"""Who changes the language in the middle of a form finds it as they had filled it; nothing is sent, nothing is kept."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from eindach.accounts.models import User
from eindach.questions.models import Enquiry
from tests.cast import Cast
from tests.conftest import ROOT

TYPED = {
    "ask": {"concern": "Wo ist die Kita?", "answer_by": "mail", "email": "amal@", "name": "Amal"},
    "call-me-back": {"name": "Amal", "phone": "0176", "best_time": "morning", "concern": "Kita"},
    "accessibility/report": {"problem": "Das Bild spricht nicht.", "page": "/de/", "email": "amal@"},
    "companies/register": {"name": "Muster GmbH", "contact_name": "Amal", "email": "amal@", "about": "Zwei im Mai"},
}


def redrawn(client: Client, page: str, said: dict[str, str], left: str = "de", to: str = "ar") -> str:
    answer = client.post(f"/{to}/{page}/", said | {"redraw": left})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("page", TYPED)
def test_everything_typed_survives_and_nothing_happens(client: Client, cast: Cast, page: str) -> None:
    drawn = redrawn(client, page, TYPED[page])
    assert '<html lang="ar" dir="rtl">' in drawn
    for said in TYPED[page].values():
        word = re.escape(said)
        assert re.search(
            rf'type="(text|email|tel)"[^>]* value="{word}"|value="{word}"[^>]* checked|\s{word}<', drawn
        ), said
    assert "field--error" not in drawn
    assert not Enquiry.objects.exists()
    assert not Session.objects.exists()


@pytest.mark.parametrize("page", TYPED)
def test_the_menu_sends_the_form_along(client: Client, cast: Cast, page: str) -> None:
    shown = client.get(f"/de/{page}/").content.decode()
    button = re.search(r'<button form="(\w+)" formaction="/ar/([^"]+)/" formmethod="post"[^>]*formnovalidate', shown)
    assert button is not None
    assert (button[2], f'<form method="post" id="{button[1]}"' in shown) == (page, True)
    first = re.search(rf'<button[^>]* form="{button[1]}"[^>]*>|<button form="{button[1]}"', shown)
    assert first is not None
    assert "redraw" not in first[0], "who presses Enter would only change the language"


def test_a_language_nobody_chose_follows_the_page(client: Client, cast: Cast) -> None:
    assert '<option value="ar" selected' in redrawn(client, "ask", {"language": "de"})
    assert '<option value="uk" selected' in redrawn(client, "ask", {"language": "uk"})


def test_a_link_fills_in_nothing_for_who_is_signed_in(
    client: Client, cast: Cast, django_user_model: type[User]
) -> None:
    link = "/de/ask/?redraw=ar&concern=Geben+Sie+Geld"
    assert "Geben Sie Geld" in client.get(link).content.decode()
    client.force_login(django_user_model.objects.create_user("amal@mail.example"))
    assert "Geben Sie Geld" not in client.get(link).content.decode()


def test_pages_with_forms_of_their_own_name_them() -> None:
    """A button of a form that is not there would change nothing."""
    templates = [file.read_text() for file in (ROOT / "eindach").glob("*/templates/**/*.html")]
    named = [
        (one, found) for one in templates for found in re.findall(r'language_menu.html" with sends="([^"]+)"', one)
    ]
    assert {found for one, found in named} >= {"pasted", "reply", "wish", "days-together"}
    assert [found for one, found in named if not re.search(rf'<form [^>]*id="{found}"', one)] == []


def test_without_its_token_nothing_is_drawn_for_a_stranger(cast: Cast) -> None:
    stranger = Client(enforce_csrf_checks=True)
    answer = stranger.post("/ar/ask/", {"concern": "Kita", "redraw": "de"})
    assert answer.status_code == 403
    assert "Kita" not in answer.content.decode()


def test_the_form_is_sent_as_ever_afterwards(cast: Cast) -> None:
    asker = Client(enforce_csrf_checks=True)
    asker.get("/de/ask/")
    token = {"csrfmiddlewaretoken": asker.cookies[settings.CSRF_COOKIE_NAME].value}
    said = {"concern": "Kita", "language": "ar", "answer_by": "link"} | token
    redrawn(asker, "ask", said)
    assert asker.post("/ar/ask/", said).status_code == 302
    assert Enquiry.objects.get().concern == "Kita"
