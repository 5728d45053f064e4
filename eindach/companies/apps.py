from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    name = "eindach.companies"
    label = "companies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from eindach.casework.own.looks import employers
        from eindach.casework.own.ways import leads_on
        from eindach.companies import access, relations

        relations.declare()
        employers(access.names_of)
        leads_on(access.ways)
