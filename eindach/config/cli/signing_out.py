"""`eindach sign-out`: a lost phone, a copied cookie, a suspicion. Who works here signs in again with both steps."""

import argparse

from eindach.config.cli.data import refuse_missing_migrations
from eindach.config.cli.database import django_on_database
from eindach.config.cli.faults import CommandError


def sign_out(options: argparse.Namespace) -> int:
    with django_on_database():
        refuse_missing_migrations()
        ended = _everybody() if options.everybody else _one(options.email)
    print(f"{ended} sign-ins ended.")
    return 0


def _one(email: str) -> int:
    from allauth.usersessions.models import UserSession

    from eindach.accounts.models import User
    from eindach.accounts.operations import end_sessions
    from eindach.kernel.identifiers import small

    user = User.objects.filter(email=small(email)).first()
    if user is None:
        raise CommandError(f"Nobody signs in as {email}.", status=2)
    ended: int = UserSession.objects.filter(user_id=user.pk).count()
    end_sessions(user)
    return ended


def _everybody() -> int:
    """Also sessions of people who only began to book: what they had typed is gone, what they booked is not."""
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session

    Session.objects.all().delete()
    ended: int = UserSession.objects.all().delete()[0]
    return ended
