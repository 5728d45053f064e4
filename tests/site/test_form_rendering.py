"""Our template for lists of choices says what Django's says."""

import re

from django.forms import ChoiceField, Form, Select
from django.forms.renderers import DjangoTemplates

from eindach.site.form_rendering import Renderer


class Asked(Form):
    town = ChoiceField(
        choices=[("", "<all>"), ("North", [(1, "Aldenhoven"), ("a&b", "Linnich")]), ("x", "Other")],
        widget=Select(attrs={"class": "input", "multiple": True, "hidden": False}),
    )


def test_choices_groups_and_attributes_are_those_of_django() -> None:
    ours, djangos = (Asked({"town": "1"}, renderer=one())["town"].as_widget() for one in (Renderer, DjangoTemplates))
    assert re.sub(r"\s*\n\s*", "", ours) == re.sub(r"\s*\n\s*", "", djangos)
    assert '<option value="1" selected>' in ours
