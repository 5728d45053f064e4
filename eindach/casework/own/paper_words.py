"""What tables, columns and periods are called in the PDF of one's own data."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from eindach.accounts.registry.classes import duration

from ..staff.words import CASE_OUTCOMES

TABLES: Final[Mapping[str, object]] = {
    "accounts_person": _("Who you are"),
    "booking_itinerary": _("Bookings"),
    "booking_appointment": _("Appointments"),
    "booking_proposal": _("New plans we proposed"),
    "api_bookinganswer": _("Bookings by another program"),
    "frontdesk_visit": _("Your visits"),
    "frontdesk_stop": _("What you came for"),
    "frontdesk_step": _("The course of your visits"),
    "consent_consent": _("What you were asked to agree to"),
    "consent_consentevent": _("What you answered"),
    "consent_grant": _("Who may know something about you, and why"),
    "accounts_profileentry": _("What offices wrote down"),
    "casework_case": _("Help by an office"),
    "casework_referral": _("Passing on to an office"),
    "questions_enquiry": _("Your questions and wishes to be called back"),
    "questions_entry": _("What was said about your questions"),
    "guide_keptplan": _("Your plan, kept because you wished it"),
    "companies_employee": _("What your employer asked us for"),
    "companies_details": _("What you and your employer told us for it"),
    "companies_answer": _("What you allowed your employer"),
    "companies_member": _("Days with your colleagues"),
    "companies_company": _("Your company"),
    "companies_groupvisit": _("Shared days of your company"),
    "consent_auditevent": _("Who looked at your data or changed them"),
    "consent_brokenglass": _("Looks in an emergency"),
    "notifications_message": _("Messages to you"),
    "notifications_attachment": _("Files of these messages"),
    "casework_deletionrequest": _("Your requests for deletion"),
    "accounts_legalhold": _("Why nothing may be deleted just now"),
    "accounts_user": _("Your access"),
    "account_emailaddress": _("Addresses of your access"),
    "usersessions_usersession": _("Where you were signed in"),
}
"""In the order of the PDF. What is missing here stands at the end, under its own name."""

COLUMNS: Final[Mapping[str, object]] = {
    "name": _("Name"), "email": _("E-mail"), "phone": _("Phone"), "language": _("Language"),
    "languages": _("Languages"), "municipality": _("Municipality (official key)"), "created_at": _("Written on"),
    "category": _("Kind of information"), "key": _("About"), "value": _("Information"),
    "written_by_id": _("Written by"), "written_at": _("Written on"), "during": _("From, to"), "status": _("State"),
    "reason": _("Reason"),
    "matter_id": _("Matter"), "service_id": _("Service"), "displaced_at": _("Counter closed on"),
    "reference": _("Number"), "wish": _("What you asked for"), "wants_earlier": _("Wants an earlier appointment"),
    "booked_at": _("Booked on"), "cancelled_at": _("Cancelled on"), "made_at": _("Made on"),
    "held_until": _("Held until"), "accepted_at": _("Accepted on"), "declined_at": _("Declined on"),
    "cause": _("Because of"), "at": _("When"), "act": _("What was done"), "kind": _("What"),
    "organization": _("Office"), "organization_id": _("Office"), "role": _("Role"), "basis": _("Why"),
    "fields": _("Which data"), "outcome": _("Outcome"), "user": _("Who"), "address": _("From where"),
    "purpose": _("Purpose"), "categories": _("Which data"), "controller_id": _("Who asks"),
    "recipient_id": _("Who may know it"), "expires_at": _("Until"), "asked_at": _("Asked on"),
    "channel": _("How"), "interpreter": _("Interpreter"), "by_user_id": _("Written down by"),
    "valid_from": _("From"), "valid_until": _("Until"), "ended_at": _("Ended on"), "broken_at": _("When"),
    "until": _("Until"), "reviewed_at": _("Reviewed on"), "user_id": _("Who"), "reviewed_by_id": _("Reviewed by"),
    "finding": _("Finding"), "best_time": _("Best time"), "concern": _("Concern"), "answered_at": _("Answered on"),
    "to": _("To"), "subject": _("Subject"), "text": _("Text"), "reply_to": _("Answers go to"),
    "fault": _("Why it did not arrive"), "sent_at": _("Sent on"), "media_type": _("Kind of file"),
    "due_on": _("Answer by"), "placed_at": _("Since"), "lifted_at": _("Until"), "is_active": _("In use"),
    "last_login": _("Last sign-in"), "verified": _("Proved"), "primary": _("First address"), "ip": _("Network address"),
    "label": _("Name in a list"), "arrives": _("Month of arrival"), "entered_at": _("Written on"),
    "invited_at": _("Invited on"), "may_book": _("May book for you"), "may_see": _("May see your progress"),
    "adults": _("Adults"), "children": _("Years of birth of the children"), "needs": _("Needs"),
    "matters": _("Matters"), "question": _("Question"), "yes": _("Yes"), "version": _("Version of the words"),
    "proposed": _("Only proposed"), "town": _("Place"), "contact_name": _("Contact"), "contact_role": _("Task there"),
    "about": _("About"), "admitted_at": _("Admitted on"), "day": _("Day"),
    "first": _("From"), "last": _("Until"), "comes_along": _("Somebody of the company comes along"),
    "last_seen_at": _("Last used"), "user_agent": _("Browser"), "plan": _("Plan"), "location_id": _("House"),
    "place": _("Where you live"), "chosen": _("What you answered"), "dates": _("Days you told"), "done": _("Done"),
    "kept_at": _("Kept since"), "changed_at": _("Changed on"), "opened_at": _("Since"), "sender_id": _("Who asks"),
    "words": _("Needs"), "requested_at": _("Sent on"), "seen_at": _("Read there"),
    "reminded_at": _("Reminded on"), "result": _("What the other office says"),
    "confirmed_at": _("Read by the sender: closed"),
}  # fmt: skip
TECHNICAL: Final = frozenset(
    {"id", "uid", "calendar_id", "counter_id", "consent_id", "text_id", "legal_basis_id", "html", "user", "address"}
)
"""In the file for programs only: numbers that say nothing to a reader, the second form of a mail's text, and that it is
kept back who it was at an office (CJEU, 22 June 2023, C-579/21)."""

BASES: Final[Mapping[str, object]] = {
    "own-wish": _("You wished it"), "session": _("You, just after booking"), "key": _("The program you booked with"),
    "booking": _("Your booking"), "code": _("You, by a code"),
}  # fmt: skip
"""What consent has no word for, since nobody at an office acts on it."""
KINDS: Final[Mapping[str, object]] = {
    "own-data": _("Your own page"),
    "deletion-request": _("Request for deletion"),
}
STATES: Final[Mapping[str, object]] = {
    "booked": _("booked"), "held": _("kept free"), "cancelled": _("cancelled"), "fulfilled": _("done"),
    "noshow": _("did not come"), "expired": _("over"), "done": _("done"), "refused": _("refused"),
    "not-served": _("came, was not served"),
    "given": _("given"), "asked": _("asked"), "withdrawn": _("taken back"),
    **CASE_OUTCOMES, "rejected": _("not taken on"), "failed": _("could not help"),
}  # fmt: skip


def period(text: str) -> str:
    """P90D -> "90 days"; P0D: as long as what it belongs to."""
    long = duration(text)
    if long.years:
        return ngettext("%(n)d year", "%(n)d years", long.years) % {"n": long.years}
    if long.months:
        return ngettext("%(n)d month", "%(n)d months", long.months) % {"n": long.months}
    if long.days:
        return ngettext("%(n)d day", "%(n)d days", long.days) % {"n": long.days}
    return str(_("with what it belongs to"))
