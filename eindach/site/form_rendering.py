"""Django's templates of form fields, but lists of choices: there every choice would include two further templates, and
the sixty choices of one field would take longer than the rest of their page."""

from typing import Any, Final

from django.forms.renderers import DjangoTemplates

OURS: Final = {"django/forms/widgets/select.html": "site/widgets/select.html"}


class Renderer(DjangoTemplates):
    def get_template(self, template_name: str) -> Any:
        return super().get_template(OURS.get(template_name, template_name))
