"""The cast of the demonstration, and that it is nowhere else."""

import pytest
from django.test import Client
from django.utils import timezone

from eindach.accounts.checks import no_cast_without_demonstration
from eindach.accounts.demo import NotADemonstration, cast, make_cast
from eindach.accounts.models import Membership, Role, User
from eindach.consent.models import AuditEvent
from eindach.directory.models import Organization
from tests.cast import text
from tests.permission.house import House

PAGE = "/de/staff/demo/"


@pytest.fixture
def demo(settings, house: House) -> House:
    settings.DEMO = True
    make_cast(timezone.now())
    return house


def test_everybody_whose_office_there_is_gets_a_part_once(demo: House) -> None:
    now = timezone.now()
    assert make_cast(now) == make_cast(now) == cast(now).count() == 11
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_a_clerk_works_where_the_region_says_so(house: House, settings) -> None:
    settings.DEMO = True
    Organization.objects.create(
        key="foreigners-office", name=text("Amt", "Office"), short_name=text("Amt", "Office"), kind="authority"
    )
    make_cast(timezone.now())
    assert Membership.objects.get(role=Role.ABH_CLERK).organization.key == "foreigners-office"


def test_elsewhere_there_is_no_cast(house: House, settings) -> None:
    settings.DEMO = False
    with pytest.raises(NotADemonstration):
        make_cast(timezone.now())


def test_a_cast_left_over_from_a_demonstration_is_a_fault(demo: House, settings) -> None:
    assert no_cast_without_demonstration(databases=["default"]) == []
    settings.DEMO = False
    assert [fault.id for fault in no_cast_without_demonstration(databases=["default"])] == ["accounts.E001"]


def test_choosing_somebody_signs_them_in(demo: House, client: Client) -> None:
    boss = Membership.objects.get(role=Role.ADMINISTRATOR)
    assert boss.user.name in client.get(PAGE).content.decode()
    client.post(PAGE, {"membership": boss.pk})
    assert client.get("/de/staff/users/").status_code == 200


def test_without_the_demonstration_the_page_is_not_there(demo: House, client: Client, settings) -> None:
    settings.DEMO = False
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"membership": Membership.objects.first().pk}).status_code == 404


def test_sign_ins_of_the_demonstration_end_with_it(demo: House, client: Client, settings) -> None:
    client.post(PAGE, {"membership": Membership.objects.get(role=Role.ADMINISTRATOR).pk})
    settings.DEMO = False
    assert "/account/sign-in/" in client.get("/de/staff/users/").url


def test_a_heavy_act_of_the_demonstration_asks_to_choose_again(demo: House, client: Client) -> None:
    boss = Membership.objects.get(role=Role.ADMINISTRATOR)
    client.post(PAGE, {"membership": boss.pk})
    session = client.session
    session["proved_at"] -= 301
    session.save()
    asked = client.get("/de/staff/users/invite/").url
    assert asked == f"{PAGE}?next=%2Fde%2Fstaff%2Fusers%2Finvite%2F"
    assert client.post(asked, {"membership": boss.pk}).url == "/de/staff/users/invite/"
    assert client.get("/de/staff/users/invite/").status_code == 200


def test_nobody_outside_the_cast_can_be_chosen(demo: House, client: Client) -> None:
    real = User.objects.create_user("echt@haus.example", name="Echt")
    membership = Membership.objects.create(
        user=real, organization=demo.offices["bank"], role=Role.EXPERT, begun_at=timezone.now()
    )
    assert client.post(PAGE, {"membership": membership.pk}).status_code == 404


def test_choosing_somebody_of_the_cast_opens_no_letter(demo: House) -> None:
    assert Client().get(PAGE).status_code == 200
    assert not AuditEvent._base_manager.filter(kind="letter").exists()
