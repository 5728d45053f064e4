"""The second layer: what a company, an employee and the coordinator see. guards.py has the same."""

from datetime import datetime

from django.db.models import Q

from eindach.accounts.guarded import NOTHING, rule
from eindach.accounts.models import Role
from eindach.kernel.actor import Actor

from .models import Answer, Company, Details, Employee, GroupVisit, Member

UNANSWERED = {"accepted_at": None, "ended_at": None}


def declare() -> None:
    """Called once, when all parts are there."""
    rule(Company)(_companies)
    rule(Employee)(_employees)
    rule(Details)(_details)
    rule(Answer)(_answers)
    rule(GroupVisit)(_groups)
    rule(Member)(_members)


def _companies(actor: Actor, now: datetime) -> Q:
    if actor.kind == "person":
        return Q(contact__in=actor.persons)
    return Q() if actor.role == Role.COORDINATOR else NOTHING


def _ours(actor: Actor, path: str = "") -> Q:
    """Of a company whose contact acts, while it is admitted."""
    if actor.kind != "person":
        return NOTHING
    ours = Company._base_manager.filter(contact__in=actor.persons, admitted_at__isnull=False, ended_at=None)
    return Q(**{f"{path}company__in": ours})  # no join: an employee sees no row of a company


def _mine(actor: Actor, path: str = "") -> Q:
    return Q(**{f"{path}person__in": actor.persons}) if actor.kind == "person" else NOTHING


def _employees(actor: Actor, now: datetime) -> Q:
    return _mine(actor) | _ours(actor)


def _details(actor: Actor, now: datetime) -> Q:
    unanswered = Q(**{f"employee__{field}": value for field, value in UNANSWERED.items()})
    return _mine(actor, "employee__") | (_ours(actor, "employee__") & unanswered)


def _answers(actor: Actor, now: datetime) -> Q:
    return _mine(actor, "employee__")


def _groups(actor: Actor, now: datetime) -> Q:
    return _ours(actor)


def _members(actor: Actor, now: datetime) -> Q:
    return _mine(actor, "employee__") | _ours(actor, "employee__")
