"""Tags of all pages: `icon`, `field`, `error_summary`; filters for addresses and numbers. Use: docs/site.md."""

import re
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template import Context
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from eindach.site import icons

register = template.Library()


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
    _fill_in_what_was_kept(context, bound)
    widget = bound.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        kind = "choices"
    else:
        kind = "check" if isinstance(widget, CheckboxInput) else "input"
    classes = f"input input--{size}" if size else "input"
    control = bound.as_widget(attrs={"class": classes}) if kind == "input" else ""
    return {"field": bound, "kind": kind, "control": control, "size": size}


def _fill_in_what_was_kept(context: Context, bound: BoundField) -> None:
    """Who had to sign in again finds the form as they had filled it (accounts/kept.py)."""
    kept = getattr(context.get("request"), "kept", None)
    form = bound.form
    if kept and not form.is_bound and any(form.add_prefix(name) in kept for name in form.fields):
        form.initial[bound.name] = bound.field.widget.value_from_datadict(kept, MultiValueDict(), bound.html_name)


@register.inclusion_tag("site/parts/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """All faults of the forms at once, each a link to its field. Nothing when there is none."""
    faults = [
        (_target(form, name), fault)
        for form in forms
        if form is not None
        for name, found in form.errors.items()
        for fault in found
    ]
    return {"faults": faults}


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
