"""The body of a booking: an offer and whom it is for."""

import unicodedata
from typing import Annotated, Any

import phonenumbers
from django.http import HttpRequest
from django.utils import timezone
from pydantic import BeforeValidator, Field, StrictBool, StrictStr, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from eindach.accounts import sealed
from eindach.booking import offers
from eindach.booking.confirming import Contact
from eindach.directory.queries import region
from eindach.notifications.addresses import NoAddress, address_of

from ..fields import PageLanguage, Request
from ..problems import Fault


def _trimmed(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


Text = Annotated[StrictStr, BeforeValidator(_trimmed)]


class ContactBody(Request):
    """Who it is for. An e-mail address or a phone number must be there; messages come in `language`."""

    name: Text = Field(min_length=1, max_length=120)
    email: Text | None = Field(None, max_length=254)
    phone: Text | None = Field(
        None, max_length=40, validate_default=True, description="with or without country code; without: Germany"
    )
    language: PageLanguage

    @field_validator("name")
    @classmethod
    def _readable(cls, name: str) -> str:
        if any(unicodedata.category(letter) == "Cc" for letter in name):
            raise PydanticCustomError("name", "holds a control character; allowed: letters, spaces, marks")
        return name

    @field_validator("email")
    @classmethod
    def _reachable(cls, email: str | None) -> str | None:
        if email:
            try:
                return address_of(email)
            except NoAddress:
                raise PydanticCustomError("email", "is not an e-mail address; allowed: name@example.org") from None
        return email

    @field_validator("phone")
    @classmethod
    def _callable(cls, phone: str | None, info: ValidationInfo) -> str | None:
        if not phone:
            if "email" in info.data and not info.data["email"]:
                raise PydanticCustomError("reach", "is missing, as is email; allowed: one of the two, or both")
            return phone
        try:
            number = phonenumbers.parse(phone, "DE")
        except phonenumbers.NumberParseException:
            number = None
        # Possible, not valid: number ranges grow faster than the tables of this library.
        if number is None or not phonenumbers.is_possible_number(number):
            raise PydanticCustomError("phone", "is not a phone number; allowed: a number like +49 2421 22-0")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def contact(self) -> Contact:
        return Contact(self.name, self.email or "", self.phone or "", self.language)


class BookingBody(Request):
    """Book this offer for this person."""

    offer: StrictStr = Field(min_length=1, max_length=sealed.LONGEST)
    contact: ContactBody
    wants_earlier: StrictBool = Field(False, description="tell the person when a shorter or earlier plan gets free")

    @classmethod
    def more_faults(cls, raw: dict[str, Any], faulty: set[str], request: HttpRequest) -> list[Fault]:
        """Whether the offer holds, said together with what is wrong with the contact."""
        offer = raw.get("offer")
        return [] if "offer" in faulty or not isinstance(offer, str) else _faults_of_offer(offer)

    def offer_faults(self) -> list[Fault]:
        """Whether the offer holds; not whether its places are still free."""
        return _faults_of_offer(self.offer)


def _faults_of_offer(offer: str) -> list[Fault]:
    try:
        offers.read(offer, zone=region().zone, now=timezone.now())
    except offers.OfferInvalid:
        return [Fault(pointer="/offer", detail="is forged, too old or not an offer; allowed: search again")]
    return []
