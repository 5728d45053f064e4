"""Row-level security of casework."""

from eindach.accounts.models import Role
from eindach.accounts.row_security import guard
from eindach.accounts.row_security.settings import USER, is_own, is_staff
from eindach.consent.guards import just_now

from .models import DeletionRequest

IS_PROTECTION = is_staff(Role.PROTECTION)

guard(
    DeletionRequest,
    app={
        "SELECT": f"{is_own('person_id')} OR {IS_PROTECTION}",
        "INSERT": f"{is_own('person_id')} AND outcome = '' AND {just_now('asked_at')}",
        "UPDATE": f"{IS_PROTECTION} AND (answered_by_id IS NULL OR answered_by_id = {USER})",
    },
)
