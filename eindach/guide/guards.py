"""Row-level security of the guide: who wants to be called back is known to those who call."""

from eindach.accounts.models import Role
from eindach.accounts.row_security import guard
from eindach.accounts.row_security.declared import ALL_ROWS
from eindach.accounts.row_security.settings import is_staff

from .models import Enquiry

CALLS = is_staff(Role.FRONT_DESK, Role.ADVISOR, Role.ADVISOR_LEAD)

guard(Enquiry, web=ALL_ROWS, app={"SELECT": CALLS, "UPDATE": CALLS})
