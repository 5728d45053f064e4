"""A question to its end, in a browser: Amal asks in Arabic, the desk answers, she reads, replies, is done."""

from collections.abc import Callable

from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page

from eindach.accounts.acting import acting
from eindach.questions.models import Enquiry
from eindach.questions.staff import answering
from tests.casework.office import set_office

from .conftest import PHONE, Open, on

Faults = Callable[[Page], list[str]]


def test_ask_read_the_answer_reply_and_close(open_page: Open, stage: object, faults: Faults) -> None:
    office = set_office(stage)  # type: ignore[arg-type]
    page = open_page("ar", viewport=PHONE)
    page.goto(page.url.split("/ar/")[0] + "/ar/ask/")
    found = {"ask": faults(page)}
    page.fill("#id_concern", "كيف أسجل أطفالي في المدرسة؟")
    with page.expect_navigation():
        page.locator("form button.button--main").click()
    on(page, "/ar/ask/.+/$")
    link, number = page.url, Enquiry.objects.get().pk
    actor, now = office.actor("front-desk"), timezone.now()
    with acting(actor, now=now):
        answering.answer(enquiry_id=number, text="Bitte kommen Sie vorbei.", language="de", asks_back=True, now=now)
    page.goto(link)
    found["answered"] = faults(page)
    words = page.locator(".said--ours .said__text")
    assert (words.get_attribute("lang"), words.get_attribute("dir")) == ("de", "ltr")
    page.fill("#id_text", "شكرا")
    with page.expect_navigation():
        page.locator("#reply button").click()
    assert page.locator(".said--theirs").count() == 2
    with page.expect_navigation():
        page.locator("form[action$='settled/'] button").click()
    assert page.locator(".notice--done").count() == 1
    assert Enquiry.objects.get().state == "closed"
    page.goto(link.split("/ar/")[0] + "/ar/talk/")
    found["talk"] = faults(page)
    session = office.signed_in("front-desk").cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "localhost", "path": "/"}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(link.split("/ar/")[0] + f"/de/staff/questions/{number}/")
    found["thread of the desk"] = faults(page)
    assert {name: said for name, said in found.items() if said} == {}
