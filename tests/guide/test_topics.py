"""Topic, matter, A to Z."""

from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from eindach.directory.models import RequiredDocument, Service
from eindach.guide.models import Matter
from eindach.guide.queries import alphabet, details
from tests.cast import Cast, text


def test_a_topic_shows_its_matters(client: Client, cast: Cast) -> None:
    page = client.get("/de/topics/home/").content.decode()
    assert "Konto eröffnen" in page
    assert "/de/matter/bank/" in page


def test_a_matter_says_papers_minutes_and_what_comes_first(client: Client, cast: Cast) -> None:
    page = client.get("/en/matter/bank/").content.decode()
    assert "registration-proof" in page
    assert "30 minutes" in page
    assert "/en/matter/registration/" in page
    assert "/en/plan/?matter=bank" in page


def test_what_is_closed_everywhere_is_not_offered_for_booking(client: Client, cast: Cast) -> None:
    Service.objects.filter(key="konto").update(status=Service.Status.PAUSED)
    page = client.get("/en/matter/bank/").content.decode()
    assert ("/en/plan/?matter=bank" in page, "we cannot name an office" in page) == (False, True)
    tiles = client.get("/en/plan/").content.decode()
    assert ('value="registration"' in tiles, 'value="bank"' in tiles) == (True, False)


def test_a_paper_of_two_services_is_named_once(cast: Cast) -> None:
    other = Service.objects.get(key="konto")
    Matter.objects.get(key="registration").services.add(other)
    keys = [paper.key for paper in details("registration").papers]
    assert sorted(keys) == ["passport", "registration-proof"]


def test_more_services_cost_no_more_queries(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    registration = Matter.objects.get(key="registration")
    for number in range(5):
        service = Service.objects.create(
            key=f"s{number}", organization=Service.objects.get(key="konto").organization, name=text("s", "s")
        )
        RequiredDocument.objects.create(service=service, key=f"p{number}", name=text("p", "p"))
        registration.services.add(service)
    with django_assert_max_num_queries(6):
        details("registration")


def test_unknown_topics_and_matters_are_not_found(client: Client, cast: Cast) -> None:
    assert client.get("/de/topics/nothing/").status_code == 404
    assert client.get("/de/matter/nothing/").status_code == 404


def test_a_to_z_goes_by_the_readers_language(cast: Cast) -> None:
    matters = list(Matter.objects.filter(key__in=["registration", "bank"]))
    with override("de"):
        assert [group.letter for group in alphabet(matters)] == ["K", "W"]
    with override("en"):
        assert [group.letter for group in alphabet(matters)] == ["O", "R"]


def test_umlauts_and_articles_sort_where_people_look(cast: Cast) -> None:
    Matter.objects.filter(key="bank").update(name={"de": "Übersetzung"})
    Matter.objects.filter(key="registration").update(name={"de": "Umzug", "ar": "السكن"})
    matters = list(Matter.objects.filter(key__in=["registration", "bank"]))
    with override("de"):
        assert [group.letter for group in alphabet(matters)] == ["U"]
    with override("ar"):
        assert "س" in [group.letter for group in alphabet(matters)]
