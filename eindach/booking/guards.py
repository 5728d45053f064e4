"""Row-level security of booking: an organization sees the appointments at its own counters; others only by a grant."""

from eindach.accounts.guards import A_PERSON_WE_SEE
from eindach.accounts.models import Category
from eindach.accounts.row_security import guard, own_function
from eindach.accounts.row_security.declared import ALL_ROWS
from eindach.accounts.row_security.settings import NOW, ORGANIZATION, asked_by, is_own, setting
from eindach.consent.guards import TODAY, relation

from .models import Appointment, BookingKey, Itinerary, Proposal

REMEMBERED_DAYS = 30
"""So long after an appointment its organization may still look up whose it was."""
APPOINTMENT_BASIS = "appointment"
"""Key of the legal basis: who books at a counter is known there by name and contact."""

OURS = f"""calendar_id IN (
    SELECT c.id FROM booking_calendar c JOIN booking_counter n ON n.id = c.counter_id
    WHERE n.organization_id = {ORGANIZATION})"""


# Whose town it is, says the person's row; whether we know the person, this function, from appointments. Asked by it, an
# appointment does not ask for the person again: it would go in circles. The person's own policy asks for the town.
ASKED_BY_EXPECTED = asked_by("eindach_expected")


@own_function("eindach_expected", "SETOF uuid", marked=True)
def _expected() -> str:
    """Who has, or lately had, an appointment at a counter of the acting organization."""
    return f"""
  SELECT a.person_id FROM booking_appointment a
  WHERE {setting("kind")} = 'staff' AND a.person_id IS NOT NULL AND a.{OURS}
    AND a.status <> 'cancelled' AND upper(a.during) > {NOW} - interval '{REMEMBERED_DAYS} days'
    AND EXISTS (SELECT 1 FROM consent_legalbasis b WHERE b.key = '{APPOINTMENT_BASIS}' AND b.valid_from <= {TODAY}
                AND (b.valid_until IS NULL OR b.valid_until > {TODAY}))
"""


relation(
    "SELECT expected.person_id, one.category FROM eindach_expected() AS expected (person_id),"
    f" unnest(ARRAY['{Category.IDENTITY}', '{Category.CONTACT}']) AS one (category)"
)

# A grant shows appointments elsewhere too, and so does an emergency look; asked for directly, since `eindach_known`
# asks this table.
BY_GRANT = f"person_id IN (SELECT g.person_id FROM eindach_granted() g WHERE g.category = '{Category.APPOINTMENTS}')"
BY_GLASS = "person_id IN (SELECT * FROM eindach_behind_glass())"
OF_THE_TASK = f"'{Category.APPOINTMENTS}' IN (SELECT category FROM eindach_task())"
OF_A_PLAN_WE_SEE = "itinerary_id IN (SELECT id FROM booking_itinerary)"

guard(
    Appointment,
    web=ALL_ROWS,
    app={
        "SELECT": f"{is_own('person_id')} OR ({OF_THE_TASK} AND ({ASKED_BY_EXPECTED} OR {A_PERSON_WE_SEE})"
        f" AND ({OURS} OR {BY_GRANT} OR {BY_GLASS}))"
    },
)
guard(Itinerary, web=ALL_ROWS, app={"SELECT": is_own("person_id")})
guard(Proposal, web=ALL_ROWS, app={"SELECT": OF_A_PLAN_WE_SEE})
guard(BookingKey, web=ALL_ROWS)
