from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "eindach.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from eindach.accounts import checks, listening  # noqa: F401 - checks declare themselves
        from eindach.accounts.registry.holds import contacts_held
        from eindach.notifications.operations import spared

        listening.connect()
        spared(contacts_held)
        # Sent for each app after all of them were migrated: once is enough.
        post_migrate.connect(_guard_rows, sender=self, dispatch_uid="row security")


def _guard_rows(**_: Any) -> None:
    from eindach.accounts.row_security import write

    write()
