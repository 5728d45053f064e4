"""The link by which an office says that all is right: bound to the asking and its address, good for two months."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from eindach.accounts.sealed import NotSealed, seal, unseal
from eindach.directory.freshness import LINK_LASTS
from eindach.directory.models import Asking

PURPOSE: Final = "directory asking"


class NoLink(ValueError):
    """Forged, cut off, or of an asking that is not there any more."""


class LinkOver(Exception):
    """It was good once. `asking`: whose, so that its office can have a new one."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(str(asking.pk))
        self.asking = asking


def link_of(asking: Asking, *, now: datetime) -> str:
    """Absolute, on German pages: offices read German."""
    until = int((now + LINK_LASTS).timestamp())
    sealed = seal(PURPOSE, [str(asking.pk), asking.email, until])
    return f"{settings.PUBLIC_URL}{reverse('guide:assure', args=[sealed])}"


def asking_of(sealed: str, *, now: datetime) -> Asking:
    """NoLink, LinkOver."""
    try:
        said, email, until = unseal(PURPOSE, sealed)
        asking = Asking.objects.filter(pk=UUID(said), email=email).first()
    except (NotSealed, ValueError) as fault:
        raise NoLink from fault
    if asking is None:
        raise NoLink
    if now.timestamp() > until:
        raise LinkOver(asking)
    return asking
