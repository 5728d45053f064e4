"""Two addresses are one only where the mailbox is: whoever owns a look-alike domain gets nobody's code."""

import pytest
from django.db import connection
from django.test import Client

from eindach.accounts import codes, coming_in
from eindach.accounts.forms import AskForCode, Invite
from eindach.accounts.models import Person, User, person_of
from eindach.accounts.registry.contacts import mails_of_only
from eindach.booking.forms.contact import ContactForm
from eindach.casework.access import find_by_contact
from eindach.consent import trail
from eindach.kernel.actor import Actor, acting_as
from eindach.kernel.identifiers import identity_digest, small
from eindach.notifications.addresses import NoAddress, NotAscii, address_of
from eindach.notifications.models import Message
from tests.cast import NOW
from tests.permission.house import House

AMAL = "amal@mail.example"
ALIKE = ["amal@ma\u0131l.example", "amal@mai\u0142.example", "ama\u0142@mail.example", "\u0430mal@mail.example"]
KASIM = "kasim@kiosk.example"
FOLDING = {
    AMAL: "amal@ma\u0131l.example",
    "susi@post.example": "\u017fusi@post.example",
    KASIM: "\u212aasim@kiosk.example",
}
"""By PostgreSQL's upper() or Python's casefold() the two are one: dotless i, long s, the sign of kelvin."""


def known(email: str) -> Person:
    person, _new = person_of(name="Kasim Beispiel", email=email, phone="", language="de", now=NOW)
    return person


@pytest.mark.parametrize("typed", [*ALIKE, "amal@maIl\u0307.example"])
def test_nobody_gets_a_code_for_an_address_that_only_looks_like_hers(house: House, typed: str) -> None:
    client = Client()
    client.post("/de/my/sign-in/", {"contact": typed})
    assert list(Message.objects.values_list("to", flat=True)) == []
    assert client.session.get("code", {}).get("digest", "") == codes.NO_DIGEST


def test_a_long_s_in_a_domain_is_an_s_and_the_code_goes_to_the_kept_address(house: House) -> None:
    """IDNA maps it so, and mail servers with it: there is no other mailbox."""
    Client().post("/de/my/sign-in/", {"contact": "Amal@MAIL.EXAMPLE"})
    assert Message.objects.get().to == AMAL


@pytest.mark.parametrize(("one", "other"), FOLDING.items())
def test_letters_that_share_a_capital_are_two_addresses_to_the_database(house: House, one: str, other: str) -> None:
    known(one)
    User.objects.create(email=other)
    assert coming_in.persons_of(User.objects.get(email=other)) == []
    assert not Person._base_manager.filter(codes.Contact(other).of_persons).exists()
    assert {each.email for each in Person._base_manager.filter(codes.Contact(one).of_persons)} == {one}


def test_a_kept_address_in_capitals_is_the_same_one(house: House) -> None:
    Person._base_manager.filter(pk=house.amal.pk).update(email="Amal@Mail.Example")
    assert coming_in.persons_of(User.objects.create_user("AMAL@mail.example")) == [house.amal]


@pytest.mark.parametrize(("one", "other"), FOLDING.items())
def test_a_booking_by_the_other_address_is_somebody_else(db: None, one: str, other: str) -> None:
    assert known(one) != known(other)
    assert identity_digest("Kasim", one) != identity_digest("Kasim", other)


def test_a_booking_in_capitals_is_the_same_person_in_small_letters(db: None) -> None:
    assert known("KASIM@Kiosk.example") == known(KASIM)
    assert known(KASIM).email == KASIM


def test_erasing_does_not_take_another_s_letters_for_hers(db: None) -> None:
    kasim, other = known(KASIM), known(FOLDING[KASIM])
    assert mails_of_only([kasim.pk]) == [KASIM]
    assert mails_of_only([other.pk]) == [FOLDING[KASIM]]


@pytest.mark.parametrize("said", [FOLDING[AMAL], "amal@", "amal@mail"])
def test_staff_find_nobody_by_an_address_that_is_none_or_another(house: House, said: str) -> None:
    house.grant("association", "identity", "contact")
    from eindach.accounts.acting import acting

    with trail.collecting(), acting(house.staff("advisor", "association"), now=NOW):
        assert find_by_contact(said) == []
        assert find_by_contact(" AMAL@mail.example ") == [house.amal]


def test_the_index_is_used(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        rows = Person._base_manager.filter(codes.Contact(AMAL).of_persons)
    assert "people_by_mail" in rows.explain()


WRITTEN = {
    " Amal@MAIL.example ": AMAL,
    "amal@m\u00fcller.example": "amal@xn--mller-kva.example",
    "amal@fa\u00df.example": "amal@xn--fa-hia.example",
    "amal@ma\u0131l.example": "amal@xn--mal-kua.example",
    "amal@\u017fonne.example": "amal@sonne.example",
}


@pytest.mark.parametrize(("said", "kept"), WRITTEN.items())
def test_an_address_is_kept_as_mail_servers_look_it_up(said: str, kept: str) -> None:
    assert address_of(said) == kept
    assert address_of(kept) == kept


@pytest.mark.parametrize("said", ["\u017fusi@post.example", "\u212aasim@kiosk.example", "j\u00fcrgen@post.example"])
def test_letters_before_the_at_are_ascii(said: str) -> None:
    with pytest.raises(NotAscii):
        address_of(said)


@pytest.mark.parametrize(
    "said", ["", "amal", "amal@", "@mail.example", "amal@-.example", "a b@mail.example", "a" * 250 + "@x.de"]
)
def test_what_is_no_address_is_refused(said: str) -> None:
    with pytest.raises(NoAddress):
        address_of(said)


@pytest.mark.parametrize("said", ["\u017fusi@post.example", "susi@post"])
def test_each_form_says_so_at_its_field(house: House, said: str) -> None:
    forms = {
        "contact": AskForCode({"contact": said}),
        "email": ContactForm({"email": said, "name": "Susi", "language": "de"}),
    }
    assert {field: field in form.errors for field, form in forms.items()} == {"contact": True, "email": True}
    assert "email" in Invite({"email": said}).errors


def test_a_booking_by_program_is_refused_too(house: House) -> None:
    from eindach.api.v1.requests import ContactBody

    said = {"name": "Susi", "language": "de", "phone": None}
    with pytest.raises(ValueError, match="is not an e-mail address"):
        ContactBody.model_validate(said | {"email": "\u017fusi@post.example"})
    assert ContactBody.model_validate(said | {"email": "Susi@Post.example"}).email == "susi@post.example"


@pytest.mark.parametrize("address", [*FOLDING, *FOLDING.values()])
def test_only_a_to_z_have_capitals(address: str) -> None:
    assert small(address.replace("a", "A")) == address


def test_a_mail_of_a_forgotten_password_goes_to_no_look_alike(house: House) -> None:
    User.objects.create_user("anna@haus-it.example", "vier D\u00e4cher \u00fcber D\u00fcren")
    Client().post("/de/account/password/reset/", {"email": "anna@hau\u017f-\u0131t.example"})
    with acting_as(Actor(kind="program"), now=NOW):
        assert not Message.objects.filter(to__contains="anna").exists()
