"""What companies and those they expect are written: by mail, or a text message where there is only a phone. Subjects
name neither office nor matter."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from eindach.booking.documents.letter_words import Words
from eindach.booking.documents.sheet import day_text
from eindach.directory.queries import region
from eindach.notifications import operations
from eindach.notifications.models import Message

from .models import Company, Details, Employee, Member


def admitted(company: Company, *, now: datetime) -> Message:
    """To the contact of a company: how to sign in."""
    with translation.override(company.language):
        said = Words(
            subject=_("Your company has access now"),
            headline=_("Your company has access now"),
            lines=[
                _("Sign in with your work address. We send you a code each time; there is no password."),
                _("Then enter whom you expect. Each of them gets an own invitation and decides for themselves."),
            ],
            button=_("Sign in"),
        )
        url = settings.PUBLIC_URL + reverse("companies:mine")
        return _mail(company.email, said, company.language, url, "company-admitted", f"admitted {company.pk}", now)


@app.task(retry=RetryStrategy(max_attempts=6, exponential_wait=6))
def write_invitation(employee_id: str, invited_at: str) -> None:
    """Running it twice writes one mail; none is written of an invitation that was replaced meanwhile, to somebody who
    was taken off the list, or for a company whose access has ended."""
    rows = Employee._base_manager.select_related("company").filter(ended_at=None, company__ended_at=None)
    found = rows.filter(pk=UUID(employee_id)).first()
    if found and found.invited_at and found.invited_at.isoformat() == invited_at and not found.accepted_at:
        invitation(found, now=timezone.now())


def invitation(employee: Employee, *, now: datetime) -> Message | None:
    """None: they have declined meanwhile."""
    from .invitations import link

    details = Details._base_manager.filter(employee=employee).first()
    if details is None or employee.good_until is None:
        return None
    with translation.override(details.language):
        said = _invitation(employee)
        url = link(employee, details.language)
        if not details.email:
            text = " ".join([said.headline + ".", said.lines[0], url])
            return operations.write_text(
                to=details.phone, language=details.language, text=text, kind="employee-invited", now=now
            )
        key = f"employee {employee.pk} {employee.invited_at}"
        return _mail(details.email, said, details.language, url, "employee-invited", key, now)


def _invitation(employee: Employee) -> Words:
    assert employee.good_until  # noqa: S101 - who is invited, is invited until a day
    until = day_text(timezone.localdate(employee.good_until, region().zone))
    return Words(
        subject=_("Your employer wants to help you arrive"),
        headline=_("Your employer wants to help you arrive"),
        lines=[
            _("%(company)s told us that you are coming. Look at what they entered, and decide for yourself.")
            % {"company": employee.company.name},
            _("The link is only for you. It is good until %(day)s.") % {"day": until},
        ],
        button=_("Look and decide"),
        later=[_("You do not know this company? Then you need do nothing. We delete what was entered.")],
    )


@app.task(retry=RetryStrategy(max_attempts=6, exponential_wait=6))
def write_proposal(member_id: int) -> None:
    """Running it twice writes one mail."""
    if found := _proposed(member_id).filter(group__cancelled_at=None).first():
        proposal(found, now=timezone.now())


@app.task(retry=RetryStrategy(max_attempts=6, exponential_wait=6))
def write_off(member_id: int) -> None:
    """To somebody a day was proposed to that is cancelled now. Running it twice writes one mail."""
    if found := _proposed(member_id).filter(group__cancelled_at__isnull=False).first():
        cancelled_day(found, now=timezone.now())


def _proposed(member_id: int) -> QuerySet[Member]:
    """Where they still have to do with this company, and it with us."""
    rows = Member._base_manager.select_related("employee__company", "employee__person", "group__location")
    theirs = {"employee__ended_at": None, "employee__company__ended_at": None, "employee__person__isnull": False}
    return rows.filter(pk=member_id, proposed=True, **theirs)


def proposal(member: Member, *, now: datetime) -> Message | None:
    """To somebody who books for themselves: their employer proposes a day. None: they have a phone only, and their own
    page shows it."""
    person = member.employee.person
    if person is None or not person.email:
        return None
    with translation.override(person.language):
        names = {"company": member.employee.company.name, "day": day_text(member.group.day)}
        said = Words(
            subject=_("Your employer proposes a day"),
            headline=_("Your employer proposes a day"),
            lines=[
                _("%(company)s proposes that you come on %(day)s, with your colleagues.") % names,
                f"{member.group.location.name}, {member.group.location.address}",
                _("You book for yourself. You can also choose another day."),
            ],
            button=_("My page"),
        )
        url = settings.PUBLIC_URL + reverse("companies:employer")
        return _mail(person.email, said, person.language, url, "employer-proposes", f"proposes {member.pk}", now)


def cancelled_day(member: Member, *, now: datetime) -> Message | None:
    """To whom `proposal` went."""
    person = member.employee.person
    if person is None or not person.email:
        return None
    with translation.override(person.language):
        said = Words(
            subject=_("This day is cancelled"),
            headline=_("This day is cancelled"),
            lines=[
                f"{member.employee.company.name}: {day_text(member.group.day)}",
                f"{member.group.location.name}, {member.group.location.address}",
                _("If you have booked for yourself, that stays."),
            ],
            button=_("My page"),
        )
        url = settings.PUBLIC_URL + reverse("companies:employer")
        return _mail(person.email, said, person.language, url, "employer-cancels", f"cancels {member.pk}", now)


def _mail(to: str, said: Words, language: str, url: str, kind: str, key: str, now: datetime) -> Message:
    here = region()
    context = {
        "said": said,
        "here": here,
        "language": language,
        "rtl": translation.get_language_bidi(),
        "url": url,
        "own_url": settings.PUBLIC_URL + reverse("casework:own"),
    }
    return operations.write(
        to=to,
        language=language,
        kind=kind,
        now=now,
        reply_to=here.help_email,
        key=key,
        subject=said.subject,
        text=render_to_string("letters/letter.txt", context).strip() + "\n",
        html=render_to_string("letters/letter.html", context),
    )
