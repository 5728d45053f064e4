"""Contacts that belong to nobody but these people: a mailbox that several share proves nothing about one of them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from eindach.accounts.models import Person, User
from eindach.accounts.models.person import SMALL_MAIL
from eindach.kernel.identifiers import small


def mails_of_only(persons: Iterable[UUID]) -> list[str]:
    """As they were written, and in small letters. Asked in the role that sees every person (acting.keeping)."""
    mine = list(persons)
    given = set(Person._base_manager.filter(pk__in=mine).exclude(email="").values_list("email", flat=True))
    others = Person._base_manager.exclude(pk__in=mine).annotate(small=SMALL_MAIL)
    shared = set(others.filter(small__in=[small(one) for one in given]).values_list("small", flat=True))
    return sorted({form for one in given if small(one) not in shared for form in (one, small(one))})


def phones_of_only(persons: Iterable[UUID]) -> list[str]:
    mine = list(persons)
    given = set(Person._base_manager.filter(pk__in=mine).exclude(phone="").values_list("phone", flat=True))
    shared = set(Person._base_manager.exclude(pk__in=mine).filter(phone__in=given).values_list("phone", flat=True))
    return sorted(str(one) for one in given - shared)


def users_of_only(persons: Iterable[UUID]) -> QuerySet[User]:
    """Their sign-in. Users keep addresses in small letters. Staff is somebody's too: an own mail is an own account."""
    mine = list(persons)
    return User.objects.filter(Q(email__in=mails_of_only(mine)) | Q(phone__in=phones_of_only(mine)))
