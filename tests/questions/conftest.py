"""The cast, for questions: the region with its help desk, somebody who answers, and a colleague of one town."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from eindach.accounts.acting import acting
from eindach.accounts.models import Membership, User
from eindach.directory.models import Municipality, Organization
from eindach.kernel.actor import Actor
from eindach.questions.asking import Asked, ask
from eindach.questions.models import Enquiry
from tests.cast import NOW, Cast, make_cast

TOWN, OTHER_TOWN = "05358008", "05358024"
QUESTION = "كيف أسجل أطفالي في المدرسة؟"
ByDesk = Callable[..., AbstractContextManager[None]]


@pytest.fixture
def cast(db: None) -> Cast:
    for ags, name in ((TOWN, "Düren"), (OTHER_TOWN, "Jülich")):
        Municipality.objects.create(ags=ags, name=name, latitude=50.8, longitude=6.4, source="test")
    return make_cast()


@pytest.fixture
def frauke(cast: Cast) -> User:
    """She sits at the help desk of the town hall's organization."""
    user = User.objects.create_user("frauke@haus.example", name="Frauke Empfang")
    office = Organization.objects.get(key="stadt")
    Membership.objects.create(user=user, organization=office, role="front-desk", begun_at=NOW)
    return user


@pytest.fixture
def desk(frauke: User) -> Actor:
    office = Organization.objects.get(key="stadt")
    return Actor(kind="staff", user=frauke.pk, organization=office.pk, organization_kind=office.kind, role="front-desk")


@pytest.fixture
def at_the_desk(desk: Actor) -> Iterator[Actor]:
    with acting(desk, now=NOW):
        yield desk


def asked(**changes: object) -> Asked:
    """Amal's question, answered by mail."""
    said = {
        "concern": QUESTION, "language": "ar", "name": "Amal Beispiel", "email": "amal@mail.example",
        "answer_by": "mail",
    }  # fmt: skip
    return Asked(**said | changes)


@pytest.fixture
def question(cast: Cast) -> Enquiry:
    return ask(asked(), now=NOW)
