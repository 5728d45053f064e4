"""`eindach invite`: the first administrator of a house, from the machine itself. All others are invited on a page."""

import argparse

from eindach.config.cli.data import refuse_missing_migrations
from eindach.config.cli.database import django_on_database
from eindach.config.cli.faults import CommandError


def invite(options: argparse.Namespace) -> int:
    """Write the mail; it waits in the outbox where no mail server is set."""
    with django_on_database():
        refuse_missing_migrations()
        _invite(options)
    return 0


def _invite(options: argparse.Namespace) -> None:
    from django.utils import timezone

    from eindach.accounts import operations
    from eindach.accounts.models import Role
    from eindach.directory.models import Municipality, Organization
    from eindach.notifications.addresses import NoAddress

    organization = Organization.objects.filter(key=options.organization).first()
    if organization is None:
        known = ", ".join(Organization.objects.values_list("key", flat=True))
        raise CommandError(
            f"There is no organization {options.organization!r}; there are: {known or 'none'}.", status=2
        )
    if options.role not in Role.values:
        raise CommandError(f"There is no role {options.role!r}; there are: {', '.join(Role.values)}.", status=2)
    try:
        invitation = operations.invite(
            email=options.email,
            organization=organization,
            role=Role(options.role),
            municipality=Municipality.objects.filter(ags=options.municipality).first(),
            by=None,
            now=timezone.now(),
        )
    except NoAddress as fault:
        raise CommandError(f"{options.email!r} is no e-mail address like name@example.org.", status=2) from fault
    except operations.NeedsMunicipality as fault:
        raise CommandError("This role is of one municipality: --municipality AGS.", status=2) from fault
    except operations.NotThere as fault:
        raise CommandError(f"There is no {options.role} at an organization of this kind.", status=2) from fault
    except operations.AlreadyMember as fault:
        raise CommandError(f"{options.email} has this role there already.") from fault
    print(f"An invitation to {invitation.email} is in the outbox, good until {invitation.good_until:%F}.")
