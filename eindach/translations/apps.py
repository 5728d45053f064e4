from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "eindach.translations"
    label = "translations"
    default_auto_field = "django.db.models.BigAutoField"
