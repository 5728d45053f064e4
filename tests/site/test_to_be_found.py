"""What search engines find: every page that says the same to everybody, in all languages, and nothing else."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from eindach.guide.models import Matter
from tests.cast import Cast
from tests.journey.public_pages import ON_THE_WAY, routes

NOT_TO_BE_FOUND = ON_THE_WAY | {
    "search/", "accessibility/report/", "on-this-phone/", "plan/example/", "own/gone/", "call-me-back/thanks/",
    "companies/register/thanks/", "events/<uuid:day_id>/", "events/<uuid:day_id>/hour/", "talk/<str:time>/",
    "next-steps/ask/<slug:page>/",
}  # fmt: skip
"""Searches, answers to a form, steps of a booking, what is over tomorrow. Sealed links besides."""


def listed(client: Client) -> dict[str, list[str]]:
    """Path -> languages of its alternates."""
    told = client.get("/sitemap.xml").content.decode()
    entries = re.findall(r"<url>(.*?)</url>", told, re.DOTALL)
    at = re.compile(rf"<loc>{re.escape(settings.PUBLIC_URL)}([^<]+)</loc>")
    return {at.search(one)[1]: re.findall(r'hreflang="([^"]+)"', one) for one in entries}  # type: ignore[index]


def test_every_public_page_is_listed_or_is_none_to_be_found(client: Client, cast: Cast) -> None:
    pages = {address.removeprefix("/de/") for address in listed(client) if address.startswith("/de/")}
    forms = {re.sub(r"(topics|matter|places|municipalities)/[^/]+/$", r"\1/<slug:key>/", page) for page in pages}
    wanted = {one for one in routes() if one not in NOT_TO_BE_FOUND and "<str:" not in one}
    assert forms | {"municipalities/<slug:key>/"} == wanted
    assert f"matter/{Matter.objects.first().key}/" in pages  # type: ignore[union-attr]


def test_each_is_there_in_all_languages_and_opens(client: Client, cast: Cast) -> None:
    found = listed(client)
    assert {path[:4] for path in found} == {f"/{code}/" for code in ("de", "en", "ar", "uk")}
    assert all({"de", "en", "ar", "uk", "x-default"} == set(others) for others in found.values())
    for path in (path for path in found if path.startswith("/uk/")):
        page = client.get(path)
        assert (page.status_code, "X-Robots-Tag" in page, 'name="robots"' in page.content.decode()) == (
            200,
            False,
            False,
        )


@pytest.mark.parametrize("demo", [True, False])
def test_robots_are_told_where_to_look(client: Client, settings: Any, demo: bool) -> None:
    settings.DEMO = demo
    told = client.get("/robots.txt").content.decode().splitlines()
    assert f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml" in told
    assert ("Disallow: /" in told) == demo


@pytest.mark.parametrize(("path", "is_found"), [
    ("/de/help/", True), ("/de/staff/", False), ("/de/own/", False), ("/de/my/x/", False),
    ("/de/ask/x/", False), ("/de/next-steps/x/", False), ("/de/invited/x/", False), ("/de/my/sign-in/", False),
])  # fmt: skip
def test_what_is_of_one_person_says_that_it_is_not_to_be_found(
    client: Client, cast: Cast, path: str, is_found: bool
) -> None:
    assert ("X-Robots-Tag" not in client.get(path)) == is_found
