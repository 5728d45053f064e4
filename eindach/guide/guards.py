"""Row-level security of the guide: who wants to be called back is known to those who call; a kept plan to nobody but
its owner."""

from eindach.accounts.models import Role
from eindach.accounts.row_security import guard
from eindach.accounts.row_security.declared import ALL_ROWS
from eindach.accounts.row_security.settings import is_own, is_staff
from eindach.consent.guards import just_now

from .models import Enquiry, KeptPlan

CALLS = is_staff(Role.FRONT_DESK, Role.ADVISOR, Role.ADVISOR_LEAD)

guard(Enquiry, web=ALL_ROWS, app={"SELECT": CALLS, "UPDATE": CALLS})

OWN = is_own("person_id")
OWN_JUST_NOW = f"{OWN} AND {just_now('changed_at')}"
guard(KeptPlan, app={"SELECT": OWN, "INSERT": OWN_JUST_NOW, "UPDATE": OWN, "DELETE": OWN})
