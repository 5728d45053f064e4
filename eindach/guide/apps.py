from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "eindach.guide"
    label = "guide"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from eindach.guide import relations

        relations.declare()
