"""What roles are called where people read them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from .models.membership import Role

ROLES: Final = {
    Role.FRONT_DESK: _("Front desk"),
    Role.EXPERT: _("Expert at a counter"),
    Role.ADVISOR: _("Advisor"),
    Role.ADVISOR_LEAD: _("Head of advice"),
    Role.ABH_CLERK: _("Foreigners' office"),
    Role.SOCIAL_CLERK: _("Social office"),
    Role.JOBCENTER_CLERK: _("Jobcenter"),
    Role.PARTNER: _("Partner"),
    Role.COORDINATOR: _("Coordinator"),
    Role.STEERING: _("Steering group"),
    Role.PROTECTION: _("Data protection"),
    Role.ADMINISTRATOR: _("Administrator"),
}


def role_name(role: str) -> str:
    return str(ROLES[Role(role)])
