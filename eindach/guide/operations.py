"""Writing in the guide: a wish to be called back."""

from datetime import datetime

from phonenumber_field.phonenumber import PhoneNumber

from eindach.guide.models import Enquiry


def ask_for_call(
    *, name: str, phone: PhoneNumber, language: str, best_time: str, concern: str, now: datetime
) -> Enquiry:
    """Keep the wish; a valid phone number is the caller's duty (forms.CallMeBack). The same wish within an hour is one."""
    same = Enquiry.objects.filter(name=name, phone=phone, concern=concern, answered_at=None).order_by("-created_at").first()
    if same and (now - same.created_at).total_seconds() < 3600:
        return same
    return Enquiry.objects.create(
        name=name, phone=phone, language=language, best_time=best_time, concern=concern, created_at=now
    )
