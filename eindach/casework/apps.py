from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "eindach.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from eindach.casework import relations
        from eindach.casework.helping import ending

        relations.declare()
        ending.listen()
