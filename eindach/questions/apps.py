from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "eindach.questions"
    label = "questions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from eindach.questions import calls, owed_calls, relations
        from eindach.questions.staff import board

        relations.declare()
        owed_calls.listen()
        calls.listen()
        board.hang()
