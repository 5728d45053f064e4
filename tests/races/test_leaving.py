"""Somebody leaves while another administrator changes their role: whichever comes first, who has left stays away."""

from functools import partial

import pytest
from django.core.cache import cache
from django.utils import timezone

from eindach.accounts import operations
from eindach.accounts.models import Membership, Role, User
from tests.permission.house import House, set_house
from tests.permission.signed_in import as_staff

from .at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 10


@pytest.fixture
def house(transactional_db: None) -> House:
    cache.clear()
    return set_house()


def test_leaving_and_a_change_of_role_never_both_happen(house: House) -> None:
    as_staff(house, "advisor")
    user = house.users["advisor.association"]
    one, other = (User.objects.create_user(f"{name}@haus.example") for name in ("eins", "zwei"))
    for _round in range(ROUNDS):
        Membership.objects.all().delete()
        membership = Membership.objects.create(
            user=user, organization=house.offices["association"], role=Role.ADVISOR, begun_at=timezone.now()
        )
        acts = [
            partial(operations.end_membership, membership=membership, by=one, now=timezone.now()),
            partial(
                operations.change_role, membership=membership, role=Role.ADVISOR_LEAD, by=other, now=timezone.now()
            ),
        ]
        left, changed = at_once(acts)
        live = Membership.objects.live(timezone.now()).filter(user=user).count()
        assert (left, type(changed), live) in [(True, operations.HasLeft, 0), (False, Membership, 1)]
