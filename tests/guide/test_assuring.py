"""Offices are asked before their word is too old: one mail, one reminder, a link that needs no password."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from eindach.directory import freshness
from eindach.directory.freshness import AskedToday, Letter, ask_now, due
from eindach.directory.models import Asking, Organization, Proposal, Schedule, Service
from eindach.directory.staff.changes import Change, change
from eindach.guide.staff.directory import letters
from eindach.guide.staff.directory.links import link_of
from eindach.notifications.models import Message
from eindach.notifications.sending import send
from tests.cast import NOW, Cast
from tests.notifications.working import Postman, mail_server

OFFICE = "auskunft@bank.example"
LONG_AGO = date(2026, 4, 1)


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The bank answers for its account, the town for registration; both words are old."""
    Service.objects.update(sample=False, assured_date=LONG_AGO)
    Service.objects.filter(key="konto").update(assurer_email=OFFICE)
    Service.objects.filter(key="anmeldung").update(assurer_email="buergerbuero@stadt.example")
    return cast


def tonight(cast: Cast, days: int = 0) -> list[Letter]:
    return due(cast.region, now=NOW + timedelta(days=days))


def asked(found: list[Letter]) -> dict[str, list[str]]:
    return {letter.asking.email: [service.key for service in letter.services] for letter in found}


def test_an_office_is_asked_a_month_before_its_word_is_too_old(cast: Cast) -> None:
    Service.objects.filter(key="konto").update(assured_date=NOW.date() - timedelta(days=152))
    Service.objects.filter(key="anmeldung").update(assured_date=NOW.date() - timedelta(days=153))
    assert asked(tonight(cast)) == {"buergerbuero@stadt.example": ["anmeldung"]}


def test_one_mail_lists_all_services_of_an_address(cast: Cast) -> None:
    Service.objects.update(assurer_email=OFFICE)
    Service.objects.filter(key="aufenthalt").update(assured_date=NOW.date() - timedelta(days=100))
    assert asked(tonight(cast)) == {OFFICE: ["anmeldung", "aufenthalt", "konto"]}


def test_nobody_is_asked_twice_but_reminded_once(cast: Cast) -> None:
    assert len(tonight(cast)) == 2
    assert [tonight(cast, days) for days in (0, 1, 13)] == [[], [], []]
    assert [letter.reminds for letter in tonight(cast, 14)] == [True, True]
    assert [tonight(cast, days) for days in (15, 40, 100)] == [[], [], []]
    assert len(tonight(cast, 184)) == 2


def test_who_answered_at_once_is_asked_again_a_month_before_that_word_is_too_old(cast: Cast) -> None:
    tonight(cast)
    Service.objects.update(assured_date=NOW.date() + timedelta(days=2))
    assert [len(tonight(cast, days)) for days in (154, 155)] == [0, 2]


def test_who_has_answered_is_not_reminded(cast: Cast) -> None:
    tonight(cast)
    Service.objects.filter(key="konto").update(assured_date=NOW.date())
    town = Service.objects.get(key="anmeldung")
    Proposal.objects.create(service=town, new="closed", email=town.assurer_email, at=NOW)
    assert tonight(cast, 14) == []


@pytest.mark.parametrize("gone", [{"sample": True}, {"assurer_email": ""}, {"status": "defunct"}])
def test_nobody_is_asked_where_there_is_nobody_or_nothing(cast: Cast, gone: dict[str, object]) -> None:
    Service.objects.update(**gone)
    assert tonight(cast) == []


def test_a_coordinator_asks_at_once_but_once_a_day(cast: Cast) -> None:
    bank = Service.objects.get(key="konto")
    assert asked(ask_now([bank.pk], now=NOW)) == {OFFICE: ["konto"]}
    with pytest.raises(AskedToday):
        ask_now([bank.pk], now=NOW + timedelta(hours=23))
    assert len(ask_now([bank.pk], now=NOW + timedelta(hours=25))) == 1


@pytest.fixture
def postman(settings: object) -> Iterator[Postman]:
    with mail_server(settings) as postman:
        yield postman


def test_the_mail_goes_out_with_a_link_that_works(cast: Cast, postman: Postman, client: Client) -> None:
    now = timezone.now()
    with transaction.atomic():
        letters.write(due(cast.region, now=now), cast.region, now=now)
    for message in Message.objects.all():
        send(message.pk, now=now)
    mail = next(one for one in postman.mails if one["To"] == OFFICE)
    text = mail.get_content()
    assert (mail["Reply-To"], "konto" in text) == ("hilfe@muster.example", True)
    link = next(line for line in text.splitlines() if "/directory-check/" in line)
    assert client.get("/" + link.split("/", 3)[3]).status_code == 200


@pytest.fixture
def link(cast: Cast) -> str:
    """Of the bank, sent just now."""
    now = timezone.now()
    asking = Asking.objects.create(email=OFFICE, asked_at=now)
    asking.services.set(Service.objects.filter(key="konto"))
    return "/" + link_of(asking, now=now).split("/", 3)[3]


def press(client: Client, link: str, page: str | None = None) -> int:
    """ "All of this is right", as the page shows it."""
    shown = page or client.get(link).content.decode()
    seen = shown.partition('name="seen" value="')[2].partition('"')[0]
    return client.post(f"{link}right/konto/", {"seen": seen}).status_code


def test_one_button_confirms_and_readers_see_it(client: Client, link: str) -> None:
    assert press(client, link) == 302
    today = timezone.localdate()
    assert Service.objects.get(key="konto").assured_date == today
    assert freshness.freshness(Service.objects.get(key="konto"), today) == "assured"
    assert 'name="seen"' not in client.get(link).content.decode()


def test_an_office_with_more_services_costs_no_more_queries(
    client: Client, link: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Service.objects.update(assurer_email=OFFICE)
    with CaptureQueriesContext(connection) as of_one:
        client.get(link)
    Asking.objects.get().services.set(Service.objects.all())
    with django_assert_max_num_queries(len(of_one)):
        assert "anmeldung" in client.get(link).content.decode()


def test_opening_the_link_changes_nothing(client: Client, link: str) -> None:
    for address in (link, f"{link}different/konto/"):
        assert client.get(address).status_code == client.head(address).status_code == 200
    assert client.get(f"{link}right/konto/").status_code == 405
    assert Service.objects.get(key="konto").assured_date == LONG_AGO


def test_what_changed_since_the_page_was_shown_is_not_confirmed(client: Client, link: str) -> None:
    shown = client.get(link).content.decode()
    Organization.objects.filter(key="bank").update(phone="02421 000 9")
    assert press(client, link, shown) == 409
    assert Service.objects.get(key="konto").assured_date == LONG_AGO


def test_a_link_opens_what_its_office_answers_for_and_nothing_else(client: Client, link: str) -> None:
    assert client.get(f"{link}different/anmeldung/").status_code == 404
    assert client.post(f"{link}right/anmeldung/", {"seen": "x"}).status_code == 404
    Service.objects.filter(key="konto").update(assurer_email="andere@bank.example")
    assert client.get(f"{link}different/konto/").status_code == 404
    assert client.get(f"{link[:-6]}AAAAA/").status_code == 404


def test_an_old_link_leads_to_a_new_one_for_the_same_office(client: Client, cast: Cast) -> None:
    before = timezone.now() - timedelta(days=70)
    asking = Asking.objects.create(email=OFFICE, asked_at=before)
    asking.services.set(Service.objects.filter(key="konto"))
    old = "/" + link_of(asking, now=before).split("/", 3)[3]
    assert client.get(old).status_code == 410
    assert press(client, old, "") == 410
    assert client.post(f"{old}new-link/").status_code == client.post(f"{old}new-link/").status_code == 200
    assert [message.to for message in Message.objects.all()] == [OFFICE]


def test_who_answers_for_nothing_any_more_is_not_told_of_a_mail(client: Client, cast: Cast) -> None:
    before = timezone.now() - timedelta(days=70)
    asking = Asking.objects.create(email=OFFICE, asked_at=before)
    asking.services.set(Service.objects.filter(key="konto"))
    Service.objects.filter(key="konto").update(assurer_email="neu@bank.example")
    old = "/" + link_of(asking, now=before).split("/", 3)[3]
    assert (client.post(f"{old}new-link/").status_code, Message.objects.count()) == (404, 0)


def typed(client: Client, link: str, **said: object) -> dict[str, object]:
    """The form as it is shown, with what is typed on top; names without their table and row."""
    form = client.get(f"{link}different/konto/").context["form"]
    shown = {name: form[name].value() or "" for name in form.fields}
    names = {name.rpartition(":")[2] + ("@" if name.startswith("places") else ""): name for name in shown}
    return shown | {names[key]: value for key, value in said.items()}


def test_what_is_different_waits_with_old_and_new(client: Client, link: str) -> None:
    said = typed(client, link, phone="02421 000 5", remark="Wir ziehen um.") | {
        "places:konto/forum:hours": "Mo-Fr 9-12"
    }
    assert client.post(f"{link}different/konto/", said).status_code == 302
    waits = {(one.column, one.old, one.new) for one in Proposal.objects.all()}
    assert waits == {("phone", "", "02421 000 5"), ("hours", "", "MO-FR 09:00-12:00"), ("", "", "Wir ziehen um.")}
    assert Organization.objects.get(key="bank").phone == ""
    assert not Schedule.objects.exists()


def test_said_again_it_replaces_what_waits(client: Client, link: str) -> None:
    for number in ("02421 000 5", "02421 000 6"):
        client.post(f"{link}different/konto/", typed(client, link, phone=number))
    assert [one.new for one in Proposal.objects.all()] == ["02421 000 6"]
    client.post(f"{link}different/konto/", typed(client, link))
    assert not Proposal.objects.exists()


def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(client: Client, link: str) -> None:
    said = typed(client, link, phone="ruf an", email="bank@muster.example")
    answer = client.post(f"{link}different/konto/", said | {"places:konto/forum:hours": "montags"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"organizations:bank:phone", "places:konto/forum:hours"}
    for kept in ("ruf an", "montags", "bank@muster.example"):
        assert kept in answer.content.decode()
    assert not Proposal.objects.exists()


def test_a_form_that_lay_open_for_long_asks_once_more_with_everything_typed(client: Client, link: str) -> None:
    said = typed(client, link, phone="02421 000 5")
    change([Change("organizations", "bank", "website", "", "https://bank.example")], now=NOW)
    again = client.post(f"{link}different/konto/", said)
    assert (again.status_code, "02421 000 5" in again.content.decode()) == (409, True)
    said["seen"] = again.context["form"]["seen"].value()
    said["organizations:bank:website"] = "https://bank.example"
    assert client.post(f"{link}different/konto/", said).status_code == 302
    assert [one.column for one in Proposal.objects.all()] == ["phone"]
