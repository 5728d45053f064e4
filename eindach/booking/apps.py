from django.apps import AppConfig


class BookingConfig(AppConfig):
    name = "eindach.booking"
    label = "booking"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from eindach.booking import relations
        from eindach.booking.documents import letters

        letters.connect()
        relations.declare()
