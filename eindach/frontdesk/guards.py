"""Row-level security of the day: a house's visits to who works in that house on that day, stops to whose they are."""

from eindach.accounts.models import Category, Role
from eindach.accounts.row_security import guard, own_function
from eindach.accounts.row_security.declared import ALL_ROWS
from eindach.accounts.row_security.settings import NOW, ORGANIZATION, is_own, is_staff

from .models import Desk, InterpreterRequest, Remedy, Step, Stop, Visit


@own_function("eindach_houses", "SETOF uuid")
def _houses() -> str:
    """Where the acting organization has a counter."""
    return f"SELECT n.location_id FROM booking_counter n WHERE n.organization_id = {ORGANIZATION}"


TODAY = f"({NOW} AT TIME ZONE (SELECT r.timezone FROM directory_region r))::date"
OF_THE_TASK = f"'{Category.APPOINTMENTS}' IN (SELECT category FROM eindach_task())"
IN_OUR_HOUSE = f"location_id IN (SELECT eindach_houses()) AND day = {TODAY}"
AT_OUR_COUNTER = f"counter_id IN (SELECT n.id FROM booking_counter n WHERE n.organization_id = {ORGANIZATION})"
A_VISIT_WE_SEE = "visit_id IN (SELECT v.id FROM frontdesk_visit v)"
OURS_OR_AT_THE_DOOR = f"(NOT {is_staff()} OR {is_staff(Role.FRONT_DESK)} OR organization_id = {ORGANIZATION})"
OF_A_STOP_WE_SEE = "(stop_id IS NULL OR stop_id IN (SELECT s.id FROM frontdesk_stop s))"

guard(Desk, web=ALL_ROWS, app={"SELECT": f"{is_staff()} AND {AT_OUR_COUNTER}"})
guard(Visit, web=ALL_ROWS, app={"SELECT": f"{is_own('person_id')} OR ({OF_THE_TASK} AND {IN_OUR_HOUSE})"})
guard(Stop, web=ALL_ROWS, app={"SELECT": f"{A_VISIT_WE_SEE} AND {OURS_OR_AT_THE_DOOR}"})
guard(Remedy, web=ALL_ROWS, app={"SELECT": "stop_id IN (SELECT s.id FROM frontdesk_stop s)"})
guard(InterpreterRequest, web=ALL_ROWS, app={"SELECT": "stop_id IN (SELECT s.id FROM frontdesk_stop s)"})
guard(Step, web={"SELECT": "true", "INSERT": "true"}, app={"SELECT": f"{A_VISIT_WE_SEE} AND {OF_A_STOP_WE_SEE}"})
