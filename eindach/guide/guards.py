"""Row-level security of the guide: a kept plan is known to nobody but its owner."""

from eindach.accounts.row_security import guard
from eindach.accounts.row_security.settings import is_own
from eindach.consent.guards import just_now

from .models import KeptPlan

OWN = is_own("person_id")
OWN_JUST_NOW = f"{OWN} AND {just_now('changed_at')}"
guard(KeptPlan, app={"SELECT": OWN, "INSERT": OWN_JUST_NOW, "UPDATE": OWN, "DELETE": OWN})
