"""Categories, states and kinds of organizations, as staff read them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from eindach.accounts.models import Category
from eindach.directory.models import Organization

from .models import Consent

CATEGORIES: Final = {
    Category.IDENTITY: _("Name"),
    Category.CONTACT: _("E-mail and phone"),
    Category.APPOINTMENTS: _("Appointments"),
    Category.RESIDENCE: _("Residence status"),
    Category.BENEFITS: _("Benefits"),
    Category.FAMILY: _("Family"),
    Category.WORK: _("Work and education"),
    Category.HOUSING: _("Housing"),
    Category.NEEDS: _("What the person needs"),
    Category.NOTES: _("Advisors' notes"),
    Category.HEALTH: _("Health"),
}
STATES: Final = {
    Consent.State.ASKED: _("asked"),
    Consent.State.GIVEN: _("given"),
    Consent.State.REFUSED: _("refused"),
    Consent.State.WITHDRAWN: _("taken back"),
    Consent.State.EXPIRED: _("over"),
}
KINDS: Final = {
    "": _("any organization"),
    Organization.Kind.AUTHORITY: _("district authority"),
    Organization.Kind.MUNICIPALITY: _("municipality"),
    Organization.Kind.JOBCENTER: _("Jobcenter"),
    Organization.Kind.BANK: _("bank"),
    Organization.Kind.INSURER: _("health insurer"),
    Organization.Kind.CHAMBER: _("chamber"),
    Organization.Kind.ASSOCIATION: _("association"),
    Organization.Kind.PROVIDER: _("provider of courses"),
    Organization.Kind.WELCOME: _("welcome center"),
}


def category_names(categories: list[str]) -> str:
    """ "Name, Appointments", in the order of Category."""
    said = set(categories)
    return ", ".join(str(name) for one, name in CATEGORIES.items() if one in said)
