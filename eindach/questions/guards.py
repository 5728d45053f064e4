"""Row-level security of the questions: who answers them sees them, whoever does so for one town those of that town."""

from eindach.accounts.models import Role
from eindach.accounts.row_security import guard
from eindach.accounts.row_security.declared import ALL_ROWS
from eindach.accounts.row_security.settings import USER, is_staff, setting
from eindach.consent.guards import just_now

from .models import Enquiry, Entry

OF_OUR_TOWN = f"({setting('municipality')} IS NULL OR municipality_id = {setting('municipality')})"
CALLS = f"({is_staff(Role.FRONT_DESK, Role.ADVISOR, Role.ADVISOR_LEAD)} AND {OF_OUR_TOWN})"
OF_ONE_WE_SEE = "enquiry_id IN (SELECT q.id FROM questions_enquiry q)"

guard(
    Enquiry,
    web=ALL_ROWS,
    app={"SELECT": CALLS, "UPDATE": CALLS, "INSERT": f"{CALLS} AND came_by = 'phone' AND {just_now('created_at')}"},
)
guard(
    Entry,
    web=ALL_ROWS,
    app={
        "SELECT": OF_ONE_WE_SEE,
        "INSERT": f"{OF_ONE_WE_SEE} AND by_id = {USER} AND kind <> 'said' AND {just_now('at')}",
    },
)
