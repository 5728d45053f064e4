"""What accounts tells other parts."""

from django.dispatch import Signal

about_to_act = Signal()
"""`while_it_lasts` (ExitStack): somebody comes through a door; what has to surround their act enters here."""
about_to_commit = Signal()
"""`actor`, `now`: an act on behalf of somebody ends well; last chance to write in its transaction."""
touched = Signal()
"""`act`, `kind`, `person` (id), `basis`, `fields`: personal data of this part were read or written."""
refused = Signal()
"""`actor`, `now`, `act`, `kind`, `person` (id or None), `object`: somebody was refused; whatever they did is undone."""
