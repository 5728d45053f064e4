"""What somebody had typed when they had to show again who they are: kept for them alone, and shown once more.

Nothing is done on their behalf: the page is drawn with what they typed ({% field %}), and they press its button again.
It lies in the session, sealed, for an hour; passwords and codes are never kept. Whoever else signs in there finds
nothing.
"""

import json
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from .models import User
from .sealing import safe

KEY: Final = "kept"
LASTS: Final = timedelta(hours=1)
LONGEST: Final = 100_000
"""Characters. More is no form that a person types."""
NEVER: Final = frozenset(
    {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code", "credential"}
)


@dataclass(frozen=True)
class Kept:
    """`page`: the path the form stood on; `posted_to`: where its button leads."""

    user: str
    page: str
    posted_to: str
    fields: str

    def seal(self, now: datetime) -> str:
        said = json.dumps(astuple(self))
        return safe(KEY).encrypt_at_time(said.encode(), int(now.timestamp())).decode()

    @classmethod
    def opened(cls, sealed: str, now: datetime) -> "Kept | None":
        """None: too old, or not ours."""
        lasts = int(LASTS.total_seconds())
        try:
            said = safe(KEY).decrypt_at_time(sealed.encode(), ttl=lasts, current_time=int(now.timestamp()))
        except InvalidToken:
            return None
        return cls(*json.loads(said))


def was(request: HttpRequest) -> None:
    """Their time is over: who it was is known for the rest of this request."""
    request.was_user = request.user.pk  # type: ignore[attr-defined]


def keep(request: HttpRequest, *, now: datetime) -> str:
    """Keep what was posted, if it is known whose it is. The address of the page the form stood on."""
    page = page_of_the_form(request)
    fields = request.POST.copy()
    for name in NEVER.intersection(fields):
        del fields[name]
    said, user = fields.urlencode(), _whose(request)
    if user and said and len(said) <= LONGEST:
        request.session[KEY] = Kept(str(user), urlsplit(page).path, request.path, said).seal(now)
    return page


def bring_back(request: HttpRequest, *, now: datetime) -> None:
    """`request.kept` (QueryDict) on the page of the form, for whose it is. What was posted again is kept no longer."""
    sealed = request.session.get(KEY)
    if not sealed or not request.user.is_authenticated:
        return
    kept = Kept.opened(sealed, now)
    is_theirs = kept is not None and kept.user == str(request.user.pk)
    if kept is None or not is_theirs or (request.method, request.path) == ("POST", kept.posted_to):
        del request.session[KEY]
    elif (request.method, request.path) == ("GET", kept.page):
        request.kept = QueryDict(kept.fields)  # type: ignore[attr-defined]


def _whose(request: HttpRequest) -> UUID | None:
    if isinstance(request.user, User):
        return request.user.pk
    user: UUID | None = getattr(request, "was_user", None)
    return user


def page_of_the_form(request: HttpRequest) -> str:
    """Some forms post to an address that shows no page; browsers say on which one they stood. Of ours alone: without
    its host, //a.example/ would be a page there."""
    said = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(said, {request.get_host()}, require_https=request.is_secure())
    page = urlsplit(said) if is_ours else urlsplit("")
    where = f"{page.path}?{page.query}" if page.query else page.path
    return where if url_has_allowed_host_and_scheme(where, None) else request.get_full_path()
