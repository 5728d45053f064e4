"""Writing in the guide: a wish to be called back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber

from eindach.consent import trail
from eindach.directory.queries import region
from eindach.guide.forms import BEST_TIMES
from eindach.guide.models import Enquiry
from eindach.kernel.languages import NATIVE
from eindach.notifications import operations as notifications

ONE_WISH = timedelta(hours=1)


@transaction.atomic
def ask_for_call(
    *, name: str, phone: PhoneNumber, language: str, best_time: str, concern: str, now: datetime
) -> Enquiry:
    """Keep the wish (forms.CallMeBack has checked it) and tell the people who help. Again within an hour: one wish."""
    earlier = Enquiry.objects.filter(name=name, phone=phone, concern=concern, answered_at=None)
    same = earlier.filter(created_at__gt=now - ONE_WISH).order_by("created_at").last()
    if same:
        return same
    enquiry = Enquiry.objects.create(
        name=name, phone=phone, language=language, best_time=best_time, concern=concern, created_at=now
    )
    _tell_the_team(enquiry, now=now)
    told = ("name", "phone", "language", "best_time", "concern")
    trail.record(act="ask", kind="enquiry", object=enquiry.pk, basis="own-wish", fields=told, now=now)
    return enquiry


def _tell_the_team(enquiry: Enquiry, *, now: datetime) -> None:
    """A mail in German to the region's help desk, where it has an address; the row is kept either way."""
    to = region().help_email
    if not to:
        return
    with translation.override("de"):
        content: dict[str, object] = {"enquiry": enquiry, "spoken": NATIVE.get(enquiry.language, enquiry.language)}
        content["when"] = dict(BEST_TIMES).get(enquiry.best_time, enquiry.best_time)
        text = render_to_string("guide/call_me_back.txt", content).strip() + "\n"
        subject = _("Somebody asks to be called back")
    notifications.write(
        to=to, language="de", subject=subject, text=text, html="", kind="call-me-back", now=now,
        key=f"call-me-back {enquiry.pk}",
    )  # fmt: skip
