"""Row-level security of casework. Who asked an office for help is known there, as whoever booked is; a referral is seen
by the office that sent it, and by the other one as long as the person's yes holds."""

from eindach.accounts.guards import A_PERSON_WE_SEE
from eindach.accounts.models import Category, Role
from eindach.accounts.policy import AREAS
from eindach.accounts.row_security import guard, own_function
from eindach.accounts.row_security.settings import NOW, ORGANIZATION, USER, asked_by, is_own, is_staff
from eindach.consent.guards import LAST_EVENT, TODAY, just_now, relation

from .models import Case, DeletionRequest, Referral

IS_PROTECTION = is_staff(Role.PROTECTION)

guard(
    DeletionRequest,
    app={
        "SELECT": f"{is_own('person_id')} OR {IS_PROTECTION}",
        "INSERT": f"{is_own('person_id')} AND outcome = '' AND {just_now('asked_at')}",
        "UPDATE": f"{IS_PROTECTION} AND (answered_by_id IS NULL OR answered_by_id = {USER})",
    },
)

HELP_BASIS = "asked-for-help"
"""Key of the legal basis: who asks an office for help is known there by name and contact."""
REFERRAL = "referral"
"""Purpose of the consent by which an office passes somebody on to another one."""
REMEMBERED_DAYS = 30
"""So long after the end the office may still look up whom it helped."""
UNREAD_DAYS = 180
"""So long it may where nobody there has read yet how a referral ended."""
ADVISES = AREAS["open", "cases"] - {Role.FRONT_DESK}
SENDS = AREAS["open", "referrals"]
ANSWERS = AREAS["manage", "referrals"]

# Advisors see the cases of their office; who sits at the front desk those they have opened, whose words they wrote.
# What stood on a consent alone that was taken back, nobody there sees.
OUR_CASE = (
    f"organization_id = {ORGANIZATION} AND outcome <> '{Case.Outcome.WITHDRAWN}' AND ({is_staff(*sorted(ADVISES))}"
    f" OR ({is_staff(Role.FRONT_DESK)} AND opened_by_id = {USER}))"
)
SENT_BY_US = f"sender_id = {ORGANIZATION} AND {is_staff(*sorted(SENDS))}"
ASKED_BY_HELPED = asked_by("eindach_helped")


@own_function("eindach_helped", "SETOF uuid", marked=True)
def _helped() -> str:
    """Whom the acting organization helps or lately helped, or asked another office to help."""
    lately = f"(ended_at IS NULL OR ended_at > {NOW} - interval '{REMEMBERED_DAYS} days')"
    unread = f"(confirmed_at IS NULL AND ended_at > {NOW} - interval '{UNREAD_DAYS} days')"
    lawful = (
        f"EXISTS (SELECT 1 FROM consent_legalbasis b WHERE b.key = '{HELP_BASIS}' AND b.valid_from <= {TODAY}"
        f" AND (b.valid_until IS NULL OR b.valid_until > {TODAY}))"
    )
    return f"""
  SELECT person_id FROM casework_case WHERE {OUR_CASE} AND opened_at <= {NOW} AND {lately} AND {lawful}
  UNION SELECT person_id FROM casework_referral
  WHERE {SENT_BY_US} AND created_at <= {NOW} AND ({lately} OR {unread}) AND {lawful}
"""


relation(
    "SELECT helped.person_id, one.category FROM eindach_helped() AS helped (person_id),"
    f" unnest(ARRAY['{Category.IDENTITY}', '{Category.CONTACT}']) AS one (category)"
)

# Asked by the function above, a row does not ask for the person again: it would go in circles.
OUR_CASE_OF_ONE_WE_SEE = f"({OUR_CASE} AND ({ASKED_BY_HELPED} OR {A_PERSON_WE_SEE}))"
guard(
    Case,
    app={
        "SELECT": f"{is_own('person_id')} OR {OUR_CASE_OF_ONE_WE_SEE}",
        "INSERT": f"{OUR_CASE} AND opened_by_id = {USER} AND {just_now('opened_at')} AND ended_at IS NULL",
        "UPDATE": OUR_CASE_OF_ONE_WE_SEE,
    },
)
AGREED = (
    "(person_id, sender_id) IN (SELECT c.person_id, c.controller_id FROM consent_consent c"
    f" WHERE c.recipient_id = {ORGANIZATION} AND c.purpose = '{REFERRAL}' AND c.expires_at > {NOW}"
    f" AND {LAST_EVENT} = 'given')"
)
"""The consent it was sent with, or the one that renewed it."""
OURS = f"({SENT_BY_US} AND ({ASKED_BY_HELPED} OR {A_PERSON_WE_SEE}))"
SENT_TO_US = (
    f"(NOT {ASKED_BY_HELPED} AND recipient_id = {ORGANIZATION} AND {is_staff(*sorted(ANSWERS))}"
    f" AND requested_at IS NOT NULL AND (ended_at IS NULL OR {just_now('ended_at')}) AND {AGREED}"
    f" AND {A_PERSON_WE_SEE})"
)
guard(
    Referral,
    app={
        "SELECT": f"{is_own('person_id')} OR {OURS} OR {SENT_TO_US}",
        "INSERT": f"{SENT_BY_US} AND created_by_id = {USER} AND {just_now('created_at')}"
        " AND requested_at IS NULL AND ended_at IS NULL",
        "UPDATE": f"{OURS} OR {SENT_TO_US}",  # which columns whose, says a trigger (casework 0002)
    },
)
