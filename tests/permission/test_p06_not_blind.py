"""The crawl sees what leaks: each hole opened on purpose lets it read words that are not the reader's."""

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from eindach.accounts import coming_in
from eindach.accounts.models import Person
from eindach.config.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401
from eindach.kernel.audience import audience

from .canaries import KINDS, Canaries, ids, word
from .crawl import Reader
from .routes import address, of_audience
from .signed_in import as_person, as_staff
from .weakened import no_policy, no_querysets, no_row_security

pytestmark = pytest.mark.django_db


@audience("public")
def planted(request: HttpRequest) -> HttpResponse:
    return HttpResponse(" ".join(Person.objects.values_list("name", flat=True)))


urlpatterns = [path("planted/", planted), *urlpatterns]


def foreign_words(canaries: Canaries, role: str = "advisor", kind: str = "association") -> set[str]:
    reader = Reader(as_staff(canaries.house, role, kind))
    reader.follow("/de/staff/")
    reader.search("canarybank")
    return reader.words - canaries.allowed_to(role, kind)


def test_an_open_list_is_seen(canaries: Canaries, monkeypatch: pytest.MonkeyPatch) -> None:
    no_querysets(monkeypatch)
    no_row_security()
    assert {word("bank", "identity"), word("bank", "interpreter")} <= foreign_words(canaries)


def test_an_open_file_is_seen(canaries: Canaries, monkeypatch: pytest.MonkeyPatch) -> None:
    no_querysets(monkeypatch)
    no_row_security()
    no_policy(monkeypatch)
    assert {word("bank", "health"), word("bank", "residence"), word("bank", "notes")} <= foreign_words(canaries)


def test_a_door_that_takes_everybody_for_one_is_seen(canaries: Canaries, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coming_in, "persons_of", lambda user: list(Person._base_manager.all()))
    reader = Reader(as_person(canaries.people["bank"].email))
    reader.follow("/de/own/")
    assert {word(kind, "health") for kind in KINDS} <= reader.words


def test_a_company_that_opens_the_list_of_another_is_seen(canaries: Canaries, monkeypatch: pytest.MonkeyPatch) -> None:
    no_querysets(monkeypatch)
    no_row_security()
    reader = Reader(as_person(canaries.people["authority"].email))
    reader.get(address("de/own/company/<uuid:company_id>/", **ids(canaries, "bank")))
    assert {word("bank", "listed"), word("bank", "colleague")} <= reader.words - canaries.own("authority")


def test_a_page_that_somebody_forgot_to_guard_is_seen(canaries: Canaries, settings) -> None:
    settings.ROOT_URLCONF = __name__
    reader = Reader(Client())
    for where, _view in of_audience("public"):
        if "<" not in where:
            reader.get(address(where))
    assert {word(kind, "identity") for kind in KINDS} <= reader.words


def test_without_a_hole_there_is_nothing_to_see(canaries: Canaries) -> None:
    assert foreign_words(canaries) == set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT bool_and(relforcerowsecurity) FROM pg_class WHERE relname = 'accounts_person'")
        assert cursor.fetchone() == (True,)
