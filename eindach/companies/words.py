"""What an employee is asked, word for word; the words of an answer can be told by its version."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from .models import Answer

VERSION: Final = 1
"""Of the questions below. Whoever changes their words raises it."""

QUESTIONS: Final = {
    Answer.Question.BOOK: (
        _("May your employer book appointments for you?"),
        _("They then see the day, the house, and from when to when. They never see at which office, nor what for."),
    ),
    Answer.Question.SEE: (
        _("May your employer see how far you are?"),
        _("They then see three numbers: how many of your appointments are booked, done, still open."),
    ),
}
"""Question -> its words, and what a yes means."""
