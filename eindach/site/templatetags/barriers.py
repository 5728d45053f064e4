"""`report_url`: the form for a barrier, which knows from which page one comes."""

from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse

from eindach.site.where import page_at_hand

register = template.Library()


@register.simple_tag(takes_context=True)
def report_url(context: Context) -> str:
    request = context.get("request")
    page = page_at_hand(request) if request else ""
    address = reverse("site:report-barrier")
    return f"{address}?{urlencode({'page': page})}" if page else address
