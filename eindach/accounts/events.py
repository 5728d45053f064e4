"""What accounts tells other parts."""

from django.dispatch import Signal

about_to_commit = Signal()
"""`actor`, `now`: an act on behalf of somebody ends well; last chance to write in its transaction."""
touched = Signal()
"""`act`, `kind`, `person` (id), `basis`, `fields`: personal data of this part were read or written."""
