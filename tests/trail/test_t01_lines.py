"""The line a digest covers is the same in PostgreSQL and in Python, whatever stands in it."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eindach.consent import chain

pytestmark = pytest.mark.django_db
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
TRICKY = [
    '"',
    "\\",
    "\b\f\n\r\t",
    "\x01\x1f\x7f\x80",
    "\u2028\u2029",
    "\u202eabc\u200f",
    "👩‍👩‍👧",
    "</script>",
    "ä\u0308",
]
WORDS = st.one_of(TEXTS, st.sampled_from(TRICKY))
NAMES = st.lists(st.text("abcdefghij_-", min_size=1, max_size=10), max_size=4)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


def of_database(event: chain.Event) -> str:
    row = event._asdict() | {"at": event.at.isoformat(), "before": "\\x", "digest": "\\x"}
    with connection.cursor() as cursor:
        question = "SELECT consent_audit_line(jsonb_populate_record(NULL::consent_auditevent, %s::jsonb))"
        cursor.execute(question, [json.dumps(row)])
        return str(cursor.fetchone()[0])


def an_event(*, word: str = "", at: datetime = datetime(2026, 11, 21, tzinfo=UTC), names: tuple[str, ...] = (),
             user: UUID | None = None) -> chain.Event:  # fmt: skip
    short = word[:20]  # a role has no more letters
    return chain.Event(
        3, 17, b"", b"", str(UUID(int=7)), at, short, short, word, "s", "staff", str(user) if user else None, None,
        short, word, word, list(names), "::1", "done",
    )  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(word=WORDS, at=MOMENTS, names=NAMES, user=st.none() | st.uuids())
def test_any_text_is_written_alike(word: str, at: datetime, names: list[str], user: UUID | None) -> None:
    event = an_event(word=word, at=at, names=tuple(names), user=user)
    assert chain.line(event) == of_database(event)


@pytest.mark.parametrize("word", [chr(code) for code in range(1, 0xA1)])
def test_every_control_character_is_written_alike(word: str) -> None:
    event = an_event(word=word)
    assert chain.line(event) == of_database(event)


def test_two_lists_of_names_never_pass_for_one_another() -> None:
    one, other = an_event(names=("a", "b")), an_event(names=("a,b",))
    assert chain.line(one) == chain.line(other)
    bent = other._replace(chain=0, number=1, digest=chain.link(b"", other, chain=0, number=1))
    assert chain.examine([bent], {0: chain.Head(1, bent.digest)})
