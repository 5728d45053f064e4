from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    name = "eindach.companies"
    label = "companies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from eindach.companies import relations

        relations.declare()
