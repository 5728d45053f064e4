"""Filters of the letters: days and times as the sheet words them."""

from django import template

from eindach.booking.documents.sheet import clock, day_text

register = template.Library()
register.filter("letter_day", day_text)
register.filter("letter_clock", clock)
