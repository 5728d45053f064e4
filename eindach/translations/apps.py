from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "eindach.translations"
    label = "translations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from eindach.kernel.rewording import watched_by

        from .following import followed

        watched_by(followed)
