"""Who works in the house: a browser of a member of staff of one of its offices."""

from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from eindach.accounts.models import Membership, User
from eindach.booking.models import Counter
from eindach.directory.models import Organization
from eindach.frontdesk.models import Desk
from tests.permission.signed_in import with_both_steps

PAGE = "/en/staff/counter/"


def works_at(organization: Organization, role: str = "expert", name: str = "Robin") -> Client:
    """Signed in, with a second factor."""
    email = f"{name}.{role}.{organization.key}@haus.example".lower()
    user, _new = User.objects.get_or_create(email=email, defaults={"name": name})
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    Membership.objects.get_or_create(
        user=user, organization=organization, role=role, defaults={"begun_at": timezone.now()}
    )
    return with_both_steps(user)


def sits_at(counter: Counter, *languages: str, name: str = "Robin") -> Client:
    """The same, at an open desk."""
    client = works_at(counter.organization, name=name)
    assert client.post(f"{PAGE}open/", {"counter": counter.pk, "languages": languages}).status_code == 302
    return client


def desk_of(counter: Counter) -> Desk:
    return Desk.objects.get(counter=counter, closed_at=None)


def press(client: Client, act: str, **said: object) -> str:
    """Press a button; where that leads."""
    answer = client.post(f"{PAGE}do/{act}/", said)
    assert answer.status_code == 302
    return answer["Location"]
