"""What notifications tells other parts."""

from django.dispatch import Signal

letters_opened = Signal()
"""`message` (id, empty: the list): somebody looks at what was written to other people (the demonstration only)."""
