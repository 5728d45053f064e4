"""The directory as HSDS 3.1: the invariants the specification asks for, checked without its files."""

import json
from collections.abc import Iterator
from datetime import date, time
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from eindach.api.hsds.schedules import rule_parts
from eindach.directory.models import Location, Organization, Schedule, ScheduleException, Service
from tests.api.conftest import coming
from tests.cast import Cast

LISTS = ("services", "organizations", "service_at_locations", "locations", "taxonomies", "taxonomy_terms")
REQUIRED = {
    "addresses": {"address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "phones": {"number"},
    "organization": {"name", "description"},
    "taxonomy_term": {"name", "description"},
    "location": {"location_type"},
    "service": {"name", "status"},
}


def get(client: Client, path: str, **parameters: Any) -> Any:
    answer = client.get(f"/hsds/{path}", parameters)
    assert answer.status_code == 200, answer.content
    return answer.json()


def objects(value: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object with the field it stands in."""
    if isinstance(value, dict):
        yield name, value
        for field, inner in value.items():
            yield from objects(inner, field)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner, name)


def test_the_root_says_what_this_is(cast: Cast, client: Client) -> None:
    root = get(client, "")
    assert root["version"] == "3.1"
    for link in ("profile", "openapi_url"):
        assert client.get(root[link].removeprefix("http://127.0.0.1:8000")).status_code == 200


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_is_a_page_and_its_records_can_be_read_alone(cast: Cast, client: Client, kind: str) -> None:
    page = get(client, kind, per_page=2)
    assert {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty"} <= page.keys()
    assert page["size"] == len(page["contents"]) == min(2, page["total_items"])
    for record in page["contents"]:
        assert get(client, f"{kind}/{record['id']}")["id"] == record["id"]


@pytest.mark.parametrize("kind", LISTS)
def test_ids_are_uuids_and_nothing_is_null(cast: Cast, client: Client, kind: str) -> None:
    for record in get(client, kind, full="true")["contents"]:
        whole = get(client, f"{kind}/{record['id']}")
        for name, found in [*objects(record), *objects(whole)]:
            assert UUID(found["id"])
            assert None not in found.values()
            assert REQUIRED.get(name, set()) <= found.keys(), name


def test_a_service_has_everything_inside(cast: Cast, client: Client) -> None:
    Location.objects.filter(key="forum").update(step_free=True)
    service = get(client, f"services/{Service.objects.get(key='konto').pk}", lang="en")
    place = service["service_at_locations"][0]["location"]
    assert [paper["document"] for paper in service["required_documents"]] == ["passport", "registration-proof"]
    assert [language["code"] for language in service["languages"]] == ["de", "en", "ar"]
    assert place["addresses"][0]["city"] == "Musterstadt"
    assert place["accessibility"][0]["description"] == "Step-free access"
    assert service["attributes"][0]["taxonomy_term"]["code"] == "bank"
    assert service["alert"] == "Sample data for demonstration"


def test_hours_are_rules_and_exceptions_single_days(cast: Cast, client: Client) -> None:
    forum = Location.objects.get(key="forum")
    Schedule.objects.create(
        location=forum, rrule="FREQ=MONTHLY;BYDAY=1FR", valid_from=coming(0), opens=time(9), closes=time(13)
    )
    ScheduleException.objects.create(location=forum, date=coming(5), reason={"en": "Staff outing"})
    ScheduleException.objects.create(location=forum, date=coming(-5))
    rule, closed = get(client, f"locations/{forum.pk}", lang="en")["schedules"]
    assert (rule["freq"], rule["byday"], rule["opens_at"], rule["closes_at"]) == ("MONTHLY", "1FR", "09:00", "13:00")
    assert (closed["valid_from"], closed["valid_to"]) == (str(coming(5)), str(coming(5)))
    assert (closed["description"], closed["notes"]) == ("Closed", "Staff outing")
    assert "opens_at" not in closed


@pytest.mark.parametrize(
    ("rrule", "parts"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,TU", {"freq": "WEEKLY", "byday": "MO,TU"}),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", {"freq": "WEEKLY", "interval": 2, "byday": "FR"}),
        ("FREQ=DAILY", {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR,SA,SU"}),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", {"freq": "MONTHLY", "byday": "-1FR"}),
        ("FREQ=YEARLY;BYMONTHDAY=24", {"bymonthday": "24"}),
    ],
)
def test_a_rule_is_taken_apart(rrule: str, parts: dict[str, Any]) -> None:
    assert rule_parts(rrule) == parts


def test_filters_add_up(cast: Cast, client: Client) -> None:
    terms = {term["code"]: term["id"] for term in get(client, "taxonomy_terms")["contents"]}
    bank = str(Organization.objects.get(key="bank").pk)

    def found(**asked: str) -> list[str]:
        return [service["name"] for service in get(client, "services", **asked)["contents"]]

    assert found(taxonomy_term_id=terms["home"]) == ["anmeldung", "aufenthalt", "konto"]
    assert found(taxonomy_term_id=terms["residence"]) == ["aufenthalt"]
    assert found(organization_id=bank) == ["konto"]
    assert found(organization_id=bank, taxonomy_term_id=terms["residence"]) == []
    assert found(search="AUFENT") == ["aufenthalt"]
    assert found(search="nothing") == found(search="de") == []


def test_one_record_a_line_without_pages(cast: Cast, client: Client) -> None:
    answer = client.get("/hsds/services", {"format": "ndjson", "per_page": 1})
    assert answer["Content-Type"] == "application/x-ndjson"
    assert len([json.loads(line) for line in answer.content.splitlines()]) == 3


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("services", {"page": 0}), ("services", {"per_page": 10_000}), ("services", {"search": "a\0"}),
     ("services", {"format": "xml"}), ("organizations", {"taxonomy_id": "7"}), ("services", {"page": "9" * 5_000})],
)  # fmt: skip
def test_a_faulty_parameter_is_refused_with_its_name(
    cast: Cast, client: Client, kind: str, asked: dict[str, Any]
) -> None:
    answer = client.get(f"/hsds/{kind}", asked)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["source"]) == (f"/{next(iter(asked))}", "query")


def test_a_page_after_the_last_is_empty(cast: Cast, client: Client) -> None:
    page = get(client, "services", page=99)
    assert (page["empty"], page["contents"], page["total_items"], page["last_page"]) == (True, [], 3, True)


@pytest.mark.parametrize("kind", ["services", "organizations", "service_at_locations", "locations"])
def test_more_records_need_no_more_queries(
    cast: Cast, client: Client, kind: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        get(client, kind, full="true")


def test_records_are_the_same_every_time(cast: Cast, client: Client) -> None:
    one, other = (client.get("/hsds/services", {"full": "true"}) for _ in range(2))
    assert one.content == other.content
    assert client.get("/hsds/services", {"full": "true"}, headers={"If-None-Match": one["ETag"]}).status_code == 304


def test_a_service_says_who_confirmed_it_and_for_whom_it_is(cast: Cast, client: Client) -> None:
    Service.objects.filter(key="konto").update(
        assured_date=date(2026, 11, 2), assurer_email="bank@muster.example", for_women=True, with_children=False
    )
    said = {service["name"]: service for service in get(client, "services", lang="en")["contents"]}
    assert (said["konto"]["assured_date"], said["konto"]["assurer_email"]) == ("2026-11-02", "bank@muster.example")
    assert (said["konto"]["eligibility_description"], said["konto"]["with_children"]) == ("For women", False)
    assert {"assured_date", "assurer_email", "eligibility_description", "with_children"} & said[
        "anmeldung"
    ].keys() == set()
