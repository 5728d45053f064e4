"""Writing in the guide: a wish to be called back."""

from datetime import datetime, timedelta

from phonenumber_field.phonenumber import PhoneNumber

from eindach.guide.models import Enquiry

ONE_WISH = timedelta(hours=1)


def ask_for_call(
    *, name: str, phone: PhoneNumber, language: str, best_time: str, concern: str, now: datetime
) -> Enquiry:
    """Keep the wish (forms.CallMeBack has checked it). The same wish again within an hour is one wish."""
    earlier = Enquiry.objects.filter(name=name, phone=phone, concern=concern, answered_at=None)
    same = earlier.filter(created_at__gt=now - ONE_WISH).order_by("created_at").last()
    if same:
        return same
    return Enquiry.objects.create(
        name=name, phone=phone, language=language, best_time=best_time, concern=concern, created_at=now
    )
