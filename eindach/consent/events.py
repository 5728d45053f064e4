"""What consent tells higher parts."""

from django.dispatch import Signal

said = Signal()
"""A word about a consent was written down: `consent`, `kind` (Consent.State), `now`; sender: Consent. In the same
transaction; whoever acts may be the person, a clerk or the program, so a receiver that writes does so as the keeper."""
