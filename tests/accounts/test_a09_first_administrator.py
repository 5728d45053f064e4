"""Somebody has to be the first: invited from the machine itself."""

import argparse

import pytest
from django.utils import timezone

from eindach.accounts import operations
from eindach.config.cli.faults import CommandError
from eindach.config.cli.inviting import _invite
from eindach.notifications.models import Message
from tests.accounts.staff import PASSWORD
from tests.accounts.test_a04_invitations import token_of
from tests.permission.house import House


def asked(**changes: str) -> argparse.Namespace:
    office = {"organization": "haus-authority", "municipality": ""}
    usual = {"email": "erste@haus.example", "role": "administrator"} | office
    return argparse.Namespace(**(usual | changes))


def test_the_first_administrator_gets_a_mail_and_accepts(house: House) -> None:
    _invite(asked())
    token = token_of(Message.objects.get(to="erste@haus.example"))
    taken = operations.accept_invitation(token=token, now=timezone.now(), name="Erste", password=PASSWORD)
    assert taken.role == "administrator"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"organization": "post"}, "there are"),
        ({"role": "king"}, "administrator"),
        ({"role": "social-clerk", "organization": "haus-municipality"}, "AGS"),
    ],
)
def test_wrong_words_are_refused_with_the_right_ones(house: House, wrong: dict[str, str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        _invite(asked(**wrong))
    assert not Message.objects.exists()
