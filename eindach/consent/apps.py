from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ConsentConfig(AppConfig):
    name = "eindach.consent"
    label = "consent"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from eindach.consent import doors, scopes, trail

        scopes.declare()
        trail.connect()
        doors.connect()
        post_migrate.connect(_load, sender=self, dispatch_uid="words and laws")


def _load(apps: Any = None, **_: Any) -> None:
    from eindach.consent.loading import load
    from eindach.consent.models import Consent

    # Going back before consent: there is nothing to load into.
    if apps is None or ("consent", Consent._meta.model_name) in {
        (one._meta.app_label, one._meta.model_name) for one in apps.get_models()
    }:
        load()
