"""Row-level security of consent, and what its policies ask: which persons are known to whom, in which categories."""

from collections.abc import Callable, Iterable
from typing import Final

from eindach.accounts.guards import A_PERSON_WE_SEE
from eindach.accounts.models import Category, Role
from eindach.accounts.models.profile import SPECIAL
from eindach.accounts.policy import AREAS
from eindach.accounts.row_security import guard, own_function
from eindach.accounts.row_security.settings import NOW, ORGANIZATION, USER, asked_by, is_own, is_staff, setting
from eindach.accounts.rules import BREAKS_GLASS, readable, writable
from eindach.directory.models import Organization

from .models import AuditEvent, BrokenGlass, Consent, ConsentEvent, Grant
from .models.legal_basis import OF_AN_OFFICE_ITSELF

KINDS: Final = tuple(Organization.Kind)


RELATIONS: list[str] = []
"""SELECTs of (person_id, category): relations other parts know of, such as an appointment at a counter of ours."""


def relation(select: str) -> None:
    RELATIONS.append(select)


def _task(allowed: Callable[[str, str], Iterable[str]]) -> str:
    """The categories of the acting role at its kind of organization, from accounts/rules.py."""
    rows = [f"('{role}', '{kind}', '{one}')" for role in Role for kind in KINDS for one in sorted(allowed(role, kind))]
    table = f"(VALUES {', '.join(rows)}) AS rule (role, kind, category)"
    return (
        f"SELECT rule.category FROM {table} WHERE {setting('kind')} = 'staff'"
        f" AND rule.role = {setting('role')} AND rule.kind = {setting('organization_kind')}"
    )


LAST_EVENT = "(SELECT e.kind FROM consent_consentevent e WHERE e.consent_id = c.id ORDER BY e.id DESC LIMIT 1)"
SPECIAL_WORDS = ", ".join(f"'{one}'" for one in SPECIAL)
GLASS_ROLES = ", ".join(f"'{one}'" for one in sorted(BREAKS_GLASS))
TODAY = f"({NOW} AT TIME ZONE current_setting('TimeZone'))::date"


# What was granted makes a person known: asked from here, a consent or a grant does not ask for the person again.
ASKED_BY_GRANTED = asked_by("eindach_granted")


@own_function("eindach_granted", "TABLE (person_id uuid, category text)", marked=True)
def _granted() -> str:
    """What is granted to the acting organization now, whoever acts for it."""
    return f"""
  SELECT g.person_id, one.category
  FROM consent_grant g
  CROSS JOIN LATERAL unnest(g.categories) AS one (category)
  LEFT JOIN consent_consent c ON c.id = g.consent_id
  LEFT JOIN consent_legalbasis b ON b.id = g.legal_basis_id
  WHERE {setting("kind")} = 'staff' AND g.organization_id = {ORGANIZATION}
    AND g.valid_from <= {NOW} AND (g.valid_until IS NULL OR g.valid_until > {NOW})
    AND (g.ended_at IS NULL OR g.ended_at > {NOW})
    AND CASE WHEN g.consent_id IS NOT NULL
          THEN one.category = ANY (c.categories) AND c.recipient_id = g.organization_id
               AND c.expires_at > {NOW} AND {LAST_EVENT} = 'given'
          ELSE b.valid_from <= {TODAY} AND (b.valid_until IS NULL OR b.valid_until > {TODAY})
               AND one.category = ANY (b.categories) AND one.category NOT IN ({SPECIAL_WORDS})
        END
"""


@own_function("eindach_task", "TABLE (category text)")
def _task_of_actor() -> str:
    """What the acting role at its kind of organization may read at most."""
    return _task(readable)


@own_function("eindach_behind_glass", "SETOF uuid")
def _behind_glass() -> str:
    """Whom the acting member of staff may look at just now, having said why."""
    return f"""
  SELECT g.person_id FROM consent_brokenglass g
  WHERE g.user_id = {USER} AND g.organization_id = {ORGANIZATION} AND g.role = {setting("role")}
    AND g.role IN ({GLASS_ROLES}) AND g.broken_at <= {NOW} AND g.until > {NOW}
"""


def _told() -> str:
    return " UNION ".join(["SELECT person_id, category FROM eindach_granted()", *RELATIONS])


@own_function("eindach_known", "TABLE (person_id uuid, category text)")
def _known() -> str:
    """What the actor may read: the task's part of what the organization was told. Who may not know who somebody is,
    is told nothing about them."""
    return f"""
  WITH task AS (SELECT category FROM eindach_task()),
  seen AS (
    SELECT told.person_id, told.category FROM ({_told()}) AS told WHERE told.category IN (SELECT category FROM task)
    UNION
    SELECT glass.person_id, task.category FROM eindach_behind_glass() AS glass (person_id), task
    WHERE task.category NOT IN ({SPECIAL_WORDS})
  )
  SELECT seen.person_id, seen.category FROM seen
  WHERE seen.person_id IN (SELECT one.person_id FROM seen AS one WHERE one.category = '{Category.IDENTITY}')
"""


@own_function("eindach_writable", "TABLE (person_id uuid, category text)")
def _writable() -> str:
    """What the actor may write down."""
    return f"""
  SELECT told.person_id, told.category FROM ({_told()}) AS told WHERE told.category IN ({_task(writable)})
"""


CARE = AREAS["open", "people"]
HEARS = AREAS["open", "consents"]
CLERKS = AREAS["manage", "consents"]


def just_now(column: str) -> str:
    """The row is dated now, give or take a minute: a page asks the clock once more than its door."""
    return f"({column} BETWEEN {NOW} - interval '1 minute' AND {NOW} + interval '1 minute')"


OURS = f"(controller_id = {ORGANIZATION} OR recipient_id = {ORGANIZATION})"
OF_A_PERSON_WE_SEE = f"({ASKED_BY_GRANTED} OR {A_PERSON_WE_SEE})"
"""A role of one town learns nothing of people it may not see, not even that they were asked."""
ASKED_BY_US = f"({is_staff(*sorted(CLERKS))} AND controller_id = {ORGANIZATION})"
OF_A_CONSENT = "consent_id IN (SELECT id FROM consent_consent)"
ALL_BUT_CHANGE = {"SELECT": "true", "INSERT": "true", "DELETE": "true"}

guard(
    Consent,
    app={
        "SELECT": f"{is_own('person_id')} OR ({is_staff(*sorted(CARE))} AND {OURS} AND {OF_A_PERSON_WE_SEE})",
        # Staff ask whom they may see; people ask for themselves when they renew.
        "INSERT": f"{just_now('asked_at')} AND ({is_own('person_id')}"
        f" OR ({ASKED_BY_US} AND person_id IN (SELECT p.id FROM accounts_person p)))",
    },
)

# The person speaks for themselves; at a counter clerks of the office that asked write down what they say, and anybody
# at either office that they take it back. `kind`, `channel`, `by_user_id`, `heard_by_id` are of the event.
OWN_WORD = (
    "(channel = 'person' AND kind <> 'asked' AND consent_id IN"
    f" (SELECT c.id FROM consent_consent c WHERE {is_own('c.person_id')}))"
)
WORD_AT_A_COUNTER = (
    f"(channel = 'counter' AND heard_by_id = {ORGANIZATION} AND consent_id IN (SELECT c.id FROM consent_consent c"
    f" WHERE ({is_staff(*sorted(CLERKS))} AND c.controller_id = {ORGANIZATION}) OR ("
    f"{is_staff(*sorted(HEARS))} AND consent_consentevent.kind = 'withdrawn'"
    f" AND (c.controller_id = {ORGANIZATION} OR c.recipient_id = {ORGANIZATION}))))"
)
guard(
    ConsentEvent,
    app={
        "SELECT": OF_A_CONSENT,
        "INSERT": f"{just_now('at')} AND by_user_id = {USER} AND ({OWN_WORD} OR {WORD_AT_A_COUNTER})",
    },
    keeper=ALL_BUT_CHANGE,
)

BY_CONSENT = (
    f"consent_id IN (SELECT c.id FROM consent_consent c WHERE ({is_own('c.person_id')}"
    f" OR ({is_staff(*sorted(CLERKS))} AND c.controller_id = {ORGANIZATION})) AND {LAST_EVENT} = 'given'"
    " AND consent_grant.categories <@ c.categories AND consent_grant.valid_until <= c.expires_at)"
)
"""Of a consent that is given, no more and no longer than it says. Whose and for whom: a foreign key (consent 0003)."""
WITHIN_AN_OFFICE = ", ".join(f"'{one}'" for one in OF_AN_OFFICE_ITSELF)
BY_LAW = f"""({is_staff(*sorted(CLERKS))} AND consent_id IS NULL AND organization_id <> {ORGANIZATION}
  AND granted_by_id = {ORGANIZATION} AND valid_until IS NOT NULL
  AND person_id IN (SELECT p.id FROM accounts_person p)
  AND legal_basis_id IN (
    SELECT b.id FROM consent_legalbasis b
    WHERE b.valid_from <= {TODAY} AND (b.valid_until IS NULL OR b.valid_until > {TODAY})
      AND b.purpose = consent_grant.purpose AND b.purpose NOT IN ({WITHIN_AN_OFFICE})
      AND consent_grant.categories <@ b.categories
      AND b.from_kind IN ('', {setting("organization_kind")})
      AND b.to_kind IN ('', (SELECT o.kind FROM directory_organization o WHERE o.id = consent_grant.organization_id)))
  AND NOT EXISTS (
    SELECT 1 FROM unnest(consent_grant.categories) AS one (category)
    WHERE (consent_grant.person_id, one.category) NOT IN (SELECT k.person_id, k.category FROM eindach_known() k)))"""
"""From an office that knows these things itself to another one, in the direction the law names."""
GRANTED_BY_US = f"({is_staff(*sorted(CLERKS))} AND consent_id IS NULL AND granted_by_id = {ORGANIZATION})"
ENDABLE = (
    f"consent_id IN (SELECT c.id FROM consent_consent c WHERE {is_own('c.person_id')} OR ("
    f"{is_staff(*sorted(HEARS))} AND (c.controller_id = {ORGANIZATION} OR c.recipient_id = {ORGANIZATION})))"
    f" OR {GRANTED_BY_US}"
)
guard(
    Grant,
    app={
        "SELECT": f"{is_own('person_id')} OR ({is_staff(*sorted(CARE))} AND organization_id = {ORGANIZATION}"
        f" AND {OF_A_PERSON_WE_SEE})"
        f" OR {OF_A_CONSENT} OR {GRANTED_BY_US}",
        "INSERT": f"{BY_CONSENT} OR {BY_LAW}",
        "UPDATE": ENDABLE,  # a trigger lets them be ended only (consent 0003)
    },
)
guard(
    BrokenGlass,
    app={
        "SELECT": f"user_id = {USER} OR {is_staff(Role.PROTECTION)} OR {is_own('person_id')}",
        "INSERT": f"{is_staff(*sorted(BREAKS_GLASS))} AND user_id = {USER} AND organization_id = {ORGANIZATION}"
        f" AND role = {setting('role')} AND {just_now('broken_at')} AND reviewed_at IS NULL",
        "UPDATE": f"{is_staff(Role.PROTECTION)} AND user_id <> {USER}",
    },
)
IS_MY_TRAIL = (
    f"({setting('kind')} = 'person' AND subject = ANY "
    "(string_to_array(nullif(current_setting('eindach.subjects', true), ''), ',')))"
)
BY_ME_NOW = f"""(actor_kind = {setting("kind")} AND "user" IS NOT DISTINCT FROM {USER}
  AND organization IS NOT DISTINCT FROM {ORGANIZATION} AND role = coalesce({setting("role")}, '') AND at = {NOW})"""
"""Whoever acts says what they do themselves, at the moment of their act, and nothing of others."""
BY_NO_OFFICE = "(organization IS NULL AND role = '')"
BY_PROGRAM = f"(actor_kind = 'program' AND \"user\" IS NULL AND {BY_NO_OFFICE})"
BY_ANYBODY = f"(actor_kind IN ('public', 'link') AND {BY_NO_OFFICE})"
"""Who signs in is public still, and no longer anybody's office when they have signed out: the user is named alone."""
WAS_REFUSED = "(actor_kind IN ('staff', 'person') AND outcome = 'refused')"
"""A refusal is written after the act it was refused in has been taken back."""
guard(
    AuditEvent,
    web={"INSERT": f"{BY_PROGRAM} OR {BY_ANYBODY} OR {WAS_REFUSED}"},
    app={"SELECT": f"{IS_MY_TRAIL} OR {is_staff(Role.PROTECTION)}", "INSERT": BY_ME_NOW},
    # DELETE: a trigger lets only what a seal is behind (0004) go.
    keeper={"SELECT": "true", "INSERT": BY_PROGRAM, "DELETE": "true"},
)
