"""How a referral stands, in the words of the offices."""

from django import template

from eindach.casework.models import Referral
from eindach.casework.staff.words import STATES

register = template.Library()


@register.filter
def standing(row: Referral) -> str:
    return str(STATES[row.state])
