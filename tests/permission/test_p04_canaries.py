"""Every office's data hold words nobody else has. Whoever signs in and follows every link may read only their own."""

import re

import pytest
from django.test import Client

from eindach.accounts.models import Category, ProfileEntry, Role, person_of
from eindach.accounts.rules import readable
from eindach.consent.models import Grant
from tests.cast import NOW

from .house import KINDS, TOWN, House
from .signed_in import WORKS_AT, as_person, as_staff

pytestmark = pytest.mark.django_db
WORD = re.compile(r"canary[a-z]+x[a-z]+", re.IGNORECASE)
LINK = re.compile(rb'href="(/de/(?:staff|own)[^"#]*)"')
MOST_PAGES = 60


def word(kind: str, category: str) -> str:
    return f"canary{kind}x{category}"


@pytest.fixture
def canaries(house: House) -> House:
    """One person an office, known to it alone, by law; her name and each fact is a word of its own."""
    for kind in KINDS:
        person, _new = person_of(
            name=word(kind, "identity"), email=f"{kind}@mail.example", phone="", language="de", now=NOW,
            municipality=TOWN,
        )  # fmt: skip
        Grant.objects.create(
            person=person, organization=house.offices[kind], purpose="advice", categories=list(Category),
            legal_basis=house.law, valid_from=NOW,
        )  # fmt: skip
        ProfileEntry.objects.bulk_create(
            ProfileEntry(
                person=person, category=one, key=f"k-{one}", value=word(kind, one), written_by=house.offices[kind],
                written_at=NOW,
            )
            for one in Category
        )  # fmt: skip
    return house


def words_on_all_pages(client: Client, *starts: str) -> set[str]:
    """Whatever can be reached by links from these pages."""
    found: set[str] = set()
    waiting, seen = list(starts), set(starts)
    while waiting and len(seen) < MOST_PAGES:
        answer = client.get(waiting.pop(0))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found |= {one.lower() for one in WORD.findall(body.decode(errors="replace"))}
        new = [link.decode().replace("&amp;", "&") for link in LINK.findall(body)]
        new += [answer["Location"]] if answer.status_code == 302 and answer["Location"].startswith("/de/") else []
        fresh = [link for link in dict.fromkeys(new) if link not in seen]
        seen |= set(fresh)
        waiting += fresh
    return found


@pytest.mark.parametrize("role", Role.values)
def test_nobody_reads_another_offices_word(canaries: House, role: str) -> None:
    kind = WORKS_AT.get(role, "association")
    said = words_on_all_pages(as_staff(canaries, role), "/de/staff/", "/de/staff/people/?q=canary")
    allowed = {word(kind, one) for one in readable(role, canaries.offices[kind].kind)}
    assert said <= allowed
    if Category.IDENTITY in readable(role, canaries.offices[kind].kind):
        assert word(kind, "identity") in said


def test_a_person_reads_their_own_words_but_not_the_notes(canaries: House) -> None:
    said = words_on_all_pages(as_person("bank@mail.example"), "/de/own/")
    assert said == {word("bank", one) for one in Category if one != Category.NOTES}
