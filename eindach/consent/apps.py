from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "eindach.consent"
    label = "consent"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from eindach.consent import doors, scopes, trail

        scopes.declare()
        trail.connect()
        doors.connect()
