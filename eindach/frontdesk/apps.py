from django.apps import AppConfig


class FrontdeskConfig(AppConfig):
    name = "eindach.frontdesk"
    label = "frontdesk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from eindach.booking.panels import panel
        from eindach.frontdesk import by_phone, relations
        from eindach.frontdesk.events import once

        relations.declare()
        once.listen()
        panel(by_phone.panel)
