"""Default deny: every route says who it is for, and what it says is kept."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, path

from eindach.kernel.audience import AUDIENCES, audience
from tests.cast import make_cast
from tests.permission.routes import routes


def undeclared(resolver: URLResolver) -> list[str]:
    return [where for where, view in routes(resolver) if getattr(view, "audience", None) not in AUDIENCES]


def test_every_route_declares_its_audience() -> None:
    assert len(list(routes())) > 50
    assert undeclared(get_resolver()) == []


def test_a_route_without_an_audience_would_be_found() -> None:
    def forgotten(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    planted = URLResolver(get_resolver().pattern, [path("forgotten/", forgotten)])
    assert undeclared(planted) == ["forgotten/"]


def test_an_audience_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="allowed"):
        audience("everybody")


@pytest.mark.django_db
def test_demo_routes_are_not_there_without_the_demonstration(client: Client, settings) -> None:
    settings.DEMO = False
    assert client.get("/de/outbox/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["", "move/", "cancel/", "proposal/", "calendar.ics", "appointments.pdf"])
def test_the_pages_of_a_booking_are_not_there_without_its_link(client: Client, page: str) -> None:
    make_cast()
    assert client.get(f"/de/my/{'x' * 43}/{page}").status_code == 404
