from django.apps import AppConfig


class FrontdeskConfig(AppConfig):
    name = "eindach.frontdesk"
    label = "frontdesk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from eindach.frontdesk import relations

        relations.declare()
