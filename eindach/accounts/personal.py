"""Personal columns of accounts, of signing in (allauth), and of notifications, which knows no other part."""

from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.usersessions.models import UserSession
from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce, Greatest

from eindach.notifications.models import Attachment, Message

from .models import (
    Deletion,
    DestructionItem,
    DestructionList,
    Invitation,
    LegalHold,
    Membership,
    Person,
    ProfileEntry,
    RateBucket,
    RetentionNotice,
    User,
)
from .models.person import SMALL_MAIL
from .models.profile import Category
from .registry.contacts import mails_of_only, phones_of_only, users_of_only
from .registry.declared import (
    INNER,
    OF_OTHERS,
    TOLD,
    Column,
    End,
    Ending,
    Export,
    ending,
    impersonal,
    nothing_open,
    personal,
    stays,
)
from .registry.due import needed

TASK = "Art. 6 Abs. 1 lit. e DSGVO i. V. m. § 3 Abs. 1 DSG NRW"
CONSENT = "Art. 6 Abs. 1 lit. a, Art. 9 Abs. 2 lit. a DSGVO"
STAFF = "§ 18 Abs. 1 DSG NRW"
SAFETY = "Art. 6 Abs. 1 lit. e, Art. 32 DSGVO"
PROOF = "Art. 5 Abs. 2, Art. 17 Abs. 3 DSGVO"
FILE = {"purpose": "advice", "kept": "file", "person": "person", "root": "person"}
"""What an office writes down about somebody."""

personal(
    Person,
    purpose="appointments",
    basis=TASK,
    kept="person",
    person="pk",
    columns={"id name email phone language municipality created_at": TOLD, "identity": INNER},
)
personal(
    LegalHold,
    purpose="retention",
    basis="Art. 18 Abs. 2, Art. 17 Abs. 3 lit. e DSGVO",
    kept="person",
    person="person",
    root="person",
    follow_up=nothing_open,
    columns={
        "id placed_at lifted_at": TOLD,
        "reason lift_reason": OF_OTHERS,
        "person_id placed_by_id lifted_by_id": INNER,
    },
)
personal(
    ProfileEntry,
    **FILE,
    basis=CONSENT,
    recipient="written_by",
    contact=F("written_at"),
    follow_up=nothing_open,
    columns={
        "id category written_by_id written_at": TOLD,
        # Advisors' notes are also about advisors and third parties (Art. 15 (4) GDPR); a key is an advisor's word too.
        "key value": Column(redacted_if=("category", Category.NOTES)),
        "person_id": INNER,
    },
)


def _own_sign_in(persons: tuple[UUID, ...]) -> Q:
    return Q(user__in=users_of_only(persons))


SIGN_IN = {"purpose": "sign-in", "basis": SAFETY, "kept": "account"}
OF_A_USER: dict[str, Any] = SIGN_IN | {"root": "user", "find": _own_sign_in}
personal(
    User,
    **SIGN_IN,
    also=("signer",),
    find=lambda persons: Q(pk__in=users_of_only(persons)),
    columns={"id email phone name language is_active created_at last_login": TOLD, "password": INNER},
)
personal(
    EmailAddress,
    **OF_A_USER,
    columns={"email verified primary": TOLD, "id user_id": INNER},
)
personal(
    EmailConfirmation, **SIGN_IN, root="email_address__user", columns={"id created sent key email_address_id": INNER}
)
personal(
    Authenticator,
    **OF_A_USER,
    columns={"type created_at last_used_at": TOLD, "id data user_id": INNER},
)
personal(
    SocialAccount,
    **OF_A_USER,
    columns={"provider uid last_login date_joined extra_data": TOLD, "id user_id": INNER},
)
personal(
    SocialToken, **SIGN_IN, root="account__user", columns={"id token token_secret expires_at account_id app_id": INNER}
)
personal(
    UserSession,
    **SIGN_IN | {"kept": "sign-in"},
    find=_own_sign_in,
    columns={"created_at ip last_seen_at user_agent": TOLD, "id session_key data user_id": INNER},
)
personal(
    "accounts_cache",
    purpose="operation",
    basis=SAFETY,
    kept="rate",
    columns={"cache_key value expires": INNER},
)
personal(RateBucket, purpose="operation", basis=SAFETY, kept="rate", columns={"client full_at": INNER})

personal(
    Membership,
    purpose="staff",
    basis=STAFF,
    kept="membership",
    columns={"id role begun_at ended_at municipality_id organization_id user_id": INNER},
)
personal(
    Invitation,
    purpose="staff",
    basis=STAFF,
    kept="invitation",
    columns={
        "id email role token_digest sent_at good_until accepted_at revoked_at invited_by_id municipality_id": INNER,
        "organization_id": INNER,
    },
)

KEEPING = {"purpose": "retention", "basis": PROOF}
personal(RetentionNotice, **KEEPING, kept="notice", columns={"id kept object_id told_at": INNER})
personal(
    DestructionList,
    **KEEPING,
    kept="list",
    columns={"id made_at approved_at carried_out_at approver_id author_id": INNER},
)
personal(DestructionItem, **KEEPING, kept="list", root="list", columns={"id kept object_id outcome list_id": INNER})
NO_NAMES = stays(End.KEEP, Export.NO)
personal(Deletion, **KEEPING, kept="proof", columns={"id at kept count digests": NO_NAMES})

MAIL = {"purpose": "mail", "basis": TASK, "kept": "mail"}
personal(
    Message,
    **MAIL,
    find=lambda persons: Q(to__in=[*mails_of_only(persons), *phones_of_only(persons)]),
    columns={
        "to subject text html reply_to fault": stays(End.BLANK),
        "channel language kind written_at sent_at": stays(End.KEEP),
        "id key tries emptied_at given_up_at": NO_NAMES,
    },
)
personal(
    Attachment,
    **MAIL,
    root="message",
    find=lambda persons: Q(message__to__in=mails_of_only(persons)),
    columns={"name media_type": TOLD, "id content message_id": INNER},
)


def _unused(users: QuerySet[User]) -> QuerySet[User]:
    return users.annotate(started=Greatest(Coalesce("last_login", "created_at"), "created_at"))


def _left(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    return memberships.annotate(started=F("ended_at"))


def _settled(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    return invitations.annotate(started=Coalesce("accepted_at", "revoked_at", "good_until"))


def _needed_by_nothing(persons: QuerySet[Person]) -> QuerySet[Person]:
    return persons.annotate(started=F("created_at"))


def _carried_out(lists: QuerySet[DestructionList]) -> QuerySet[DestructionList]:
    never = When(approved_at=None, then=Coalesce("carried_out_at", "made_at"))
    return lists.annotate(started=Case(never, default=F("carried_out_at"), output_field=DateTimeField()))


def _last_seen(sessions: Any) -> Any:
    return sessions.annotate(started=F("last_seen_at"))


ending(Ending(kept="invitation", model=Invitation, started=_settled))
ending(Ending(kept="membership", model=Membership, started=_left))
ending(Ending(kept="list", model=DestructionList, started=_carried_out))
ending(Ending(kept="sign-in", model=UserSession, started=_last_seen))
ending(Ending(kept="person", model=Person, started=_needed_by_nothing, person="pk", unreferenced=True))


def _of_somebody_held() -> Q:
    """The sign-in of somebody under a legal hold: their proved contact is that of the person."""
    held = Person._base_manager.filter(pk__in=LegalHold.objects.filter(lifted_at=None).values("person"))
    same = Q(small=OuterRef("email")) | Q(phone=OuterRef("phone"))
    return Q(Exists(held.annotate(small=SMALL_MAIL).filter(same)))


ACCOUNT = Ending(kept="account", model=User, started=_unused, unreferenced=True, held=_of_somebody_held)


def _signed_and_left(users: QuerySet[User]) -> QuerySet[User]:
    """Who recorded or signed something that stays, does not work here any more, and still has a name or a contact."""
    here = Exists(Membership.objects.filter(user=OuterRef("pk")))
    signed_in = Exists(UserSession.objects.filter(user=OuterRef("pk")))
    told = Q(email__isnull=False) | Q(phone__isnull=False)
    return _unused(users.filter(told, needed(ACCOUNT)).exclude(here | signed_in))


ending(Ending(kept="signer", model=User, started=_signed_and_left, empties="account", held=_of_somebody_held))
ending(ACCOUNT)

impersonal(
    "places, offices and what they offer; contacts are those of offices",
    [
        f"directory_{name}"
        for name in (
            "eventseries", "location", "municipality", "organization", "region", "requireddocument", "schedule",
            "scheduleexception", "searchword", "service", "serviceatlocation", "traveltime", "handedit", "asking",
            "asking_services", "proposal", "revision",
        )
    ],
)  # fmt: skip
impersonal(
    "tables of Django, of allauth and of the queue that know nobody",
    [
        "auth_group", "auth_group_permissions", "auth_permission", "django_content_type", "django_migrations",
        "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers", "socialaccount_socialapp",
    ],
)  # fmt: skip
