"""Row-level security of accounts, and of notifications, which knows no other part."""

from django.contrib.sessions.models import Session

from eindach.notifications.models import Attachment, Message

from .models import (
    Deletion,
    DestructionItem,
    DestructionList,
    Invitation,
    LegalHold,
    Membership,
    Person,
    ProfileEntry,
    RetentionNotice,
    Role,
    User,
)
from .models.membership import OF_A_MUNICIPALITY
from .models.retention import MAKE_LISTS
from .row_security import guard
from .row_security.declared import ALL_ROWS
from .row_security.settings import ORGANIZATION, USER, is_own, is_staff, setting
from .rules import WORKS_AT

IS_ADMINISTRATOR = is_staff(Role.ADMINISTRATOR)
TOWN_ROLES = ", ".join(f"'{one}'" for one in OF_A_MUNICIPALITY)
NOT_OF_A_TOWN = f"({setting('role')} NOT IN ({TOWN_ROLES}))"
# Of whom nobody said where they live: those who booked at a counter of ours (a function of booking).
BOOKED_WITH_US = f"({setting('municipality')} IS NOT NULL AND id IN (SELECT eindach_expected()))"
OF_OUR_TOWN = (
    f"({NOT_OF_A_TOWN} OR (municipality = {setting('municipality')} AND municipality <> '')"
    f" OR (municipality = '' AND {BOOKED_WITH_US}))"
)
# Only accounts_person knows the town; its own policy asks no other guarded table, so this cannot go in circles.
A_PERSON_WE_SEE = f"({NOT_OF_A_TOWN} OR person_id IN (SELECT p.id FROM accounts_person p))"
KNOWN = f"((person_id, category) IN (SELECT person_id, category FROM eindach_known()) AND {A_PERSON_WE_SEE})"
WRITABLE = f"((person_id, category) IN (SELECT person_id, category FROM eindach_writable()) AND {A_PERSON_WE_SEE})"

guard(
    Person,
    web=ALL_ROWS,
    app={
        "SELECT": f"{is_own('id')} OR (id IN (SELECT person_id FROM eindach_known()) AND {OF_OUR_TOWN})",
        "UPDATE": is_own("id"),
    },
)
guard(
    ProfileEntry,
    app={
        "SELECT": f"({is_own('person_id')} AND category <> 'notes') OR {KNOWN}",
        "INSERT": f"written_by_id = {ORGANIZATION} AND {WRITABLE}",
        "UPDATE": f"written_by_id = {ORGANIZATION} AND {WRITABLE}",
        "DELETE": f"written_by_id = {ORGANIZATION} AND {WRITABLE}",
    },
)

# Signing in happens before anybody acts: the program's role finds the user, and what they may do is asked afterwards.
SAME_HOUSE = (
    "EXISTS (SELECT 1 FROM accounts_membership m"
    f" WHERE m.user_id = accounts_user.id AND m.organization_id = {ORGANIZATION})"
)
guard(
    User,
    web=ALL_ROWS,
    app={
        "SELECT": f"id = {USER} OR {IS_ADMINISTRATOR} OR ({is_staff()} AND {SAME_HOUSE})",
        "UPDATE": f"id = {USER} OR {IS_ADMINISTRATOR}",
    },
)
TASKS = ", ".join(f"('{role}', '{kind}')" for role in WORKS_AT for kind in sorted(WORKS_AT[role]))
KIND = "(SELECT o.kind FROM directory_organization o WHERE o.id = organization_id)"
IS_A_TASK_THERE = f"((role, {KIND}) IN (VALUES {TASKS}))"
"""A copy of rules.WORKS_AT: what nobody can be at an organization is refused by the database as well."""
IS_OF_ANOTHER = f"({IS_ADMINISTRATOR} AND user_id <> {USER})"
"""Nobody gives themselves a role, nor takes their own away."""
guard(
    Membership,
    web=ALL_ROWS | {"INSERT": IS_A_TASK_THERE},
    app={
        "SELECT": f"user_id = {USER} OR {IS_ADMINISTRATOR} OR ({is_staff()} AND organization_id = {ORGANIZATION})",
        "INSERT": f"{IS_OF_ANOTHER} AND {IS_A_TASK_THERE}",
        "UPDATE": IS_OF_ANOTHER,
    },
)
IS_FOR_ANOTHER = f"(invited_by_id = {USER} AND email <> (SELECT u.email FROM accounts_user u WHERE u.id = {USER}))"
guard(
    Invitation,
    web=ALL_ROWS | {"INSERT": IS_A_TASK_THERE},
    app={
        "SELECT": IS_ADMINISTRATOR,
        "INSERT": f"{IS_ADMINISTRATOR} AND {IS_FOR_ANOTHER} AND {IS_A_TASK_THERE}",
        "UPDATE": IS_ADMINISTRATOR,
    },
)

# Letters are written on anybody's behalf and read by nobody but who sends them.
guard(Message, web=ALL_ROWS, app={"INSERT": "true"})
guard(Attachment, web=ALL_ROWS)
guard(Session, web=ALL_ROWS)

# What keeping the periods of retention needs. Lists of what is to be destroyed hold ids only.
IS_PROTECTION = is_staff(Role.PROTECTION)
MAKES_LISTS = is_staff(*MAKE_LISTS)
guard(
    LegalHold,
    app={
        "SELECT": IS_PROTECTION,
        "INSERT": f"{IS_PROTECTION} AND placed_by_id = {USER} AND lifted_at IS NULL",
        "UPDATE": IS_PROTECTION,
    },
)
guard(RetentionNotice)
guard(
    DestructionList,
    app={
        "SELECT": MAKES_LISTS,
        "INSERT": f"{MAKES_LISTS} AND author_id = {USER} AND approver_id IS NULL",
        "UPDATE": f"{IS_PROTECTION} AND author_id <> {USER} AND carried_out_at IS NULL",
    },
)
guard(
    DestructionItem,
    app={
        "SELECT": MAKES_LISTS,
        "INSERT": f"list_id IN (SELECT l.id FROM accounts_destructionlist l WHERE l.author_id = {USER}"
        " AND l.approved_at IS NULL)",
    },
)
guard(Deletion, app={"SELECT": IS_PROTECTION}, keeper={"SELECT": "true", "INSERT": "true"})
