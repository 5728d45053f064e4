"""Tags of all pages: `icon`, `field`, `error_summary`; filters for addresses and numbers. Use: docs/site.md."""

import re
from typing import Any, Final

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from eindach.site import icons
from eindach.site.redrawing import follows

register = template.Library()
STEP_FORM: Final = "step"
ENDS: Final = ("?", "؟", "፧", ".", ":", "!")


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """An inline drawing, hidden from screen readers: the word beside it speaks. Arrows turn in right-to-left pages."""
    return icons.svg(name, classes)


@register.simple_tag
def icon_at(name: str, x: float, y: float, size: float) -> SafeString:
    """A drawing inside a drawing."""
    return icons.placed(name, x, y, size)


@register.inclusion_tag("site/parts/field.html", takes_context=True)
def field(context: Context, bound: BoundField, size: str = "") -> dict[str, Any]:
    """Label, hint, control and error of a form field. `size`: "", "short" or "medium"; "row" sets choices in a row;
    "either": one of several fields is needed, so none is called optional; "heading": the page's own heading asks."""
    _fill_in_what_was_typed(context, bound)
    widget = bound.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        kind = "choices"
    else:
        kind = "check" if isinstance(widget, CheckboxInput) else "input"
    classes = f"input input--{size}" if size else "input"
    control = bound.as_widget(attrs={"class": classes}) if kind == "input" else ""
    return {"field": bound, "kind": kind, "control": control, "size": size}


def _fill_in_what_was_typed(context: Context, bound: BoundField) -> None:
    """Who had to sign in again (accounts/kept.py), or changed the language (redrawing.py), finds the form as they had
    filled it."""
    request, form = context.get("request"), bound.form
    typed = getattr(request, "typed", None) or getattr(request, "kept", None)
    if not typed or form.is_bound or follows(typed, bound.name):
        return
    if any(form.add_prefix(name) in typed for name in form.fields):
        form.initial[bound.name] = bound.field.widget.value_from_datadict(typed, MultiValueDict(), bound.html_name)


@register.simple_tag(takes_context=True)
def own_form(context: Context) -> str:
    """Id of the form of site/step.html; "" where a page draws its own content instead."""
    content = context.render_context[BLOCK_CONTEXT_KEY].get_block("content")
    return STEP_FORM if content.origin.template_name == "site/step.html" else ""


@register.inclusion_tag("site/parts/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """All faults of the forms at once, each a link to its field, and named after it. Nothing when there is none."""
    faults = [
        (_target(form, name), _named(form, name), fault)
        for form in forms
        if form is not None
        for name, found in form.errors.items()
        for fault in found
    ]
    return {"faults": faults}


def _named(form: BaseForm, name: str) -> str:
    """What stands before a fault of this field; a question needs no colon."""
    label = str(form[name].label) if name in form.fields else ""
    return label if label.endswith(ENDS) else f"{label}{form.label_suffix or ''}"


def _target(form: BaseForm, name: str) -> str:
    """The id a fault's link leads to; empty for a fault of the whole form."""
    if name not in form.fields:
        return ""
    bound = form[name]
    return bound.subwidgets[0].id_for_label if bound.use_fieldset and bound.subwidgets else bound.id_for_label


@register.filter
def german(text: object) -> SafeString:
    """German text (an address, a term of art) set apart in any page: marked as German, running left to right."""
    return format_html('<bdi lang="de" dir="ltr">{}</bdi>', text)


@register.filter
def phone(number: str) -> SafeString:
    """A phone number that keeps its order in a right-to-left page."""
    return format_html('<bdi dir="ltr">{}</bdi>', number)


@register.filter
def dialled(number: str) -> str:
    """What stands after `tel:`: digits and a leading plus."""
    return re.sub(r"[^\d+]", "", number)
