"""What tests add to the site: a request works as the role of the program, as in a real process. The test itself looks
on as the database's superuser."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from eindach.accounts.row_security import WEB


class AsWeb:
    """Outermost, so that whatever a view, a middleware or an error page reads is read with the program's rights."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        role = _Role()
        try:
            with connection.execute_wrapper(role.taken):
                return self.get_response(request)
        finally:
            role.give_back()


class _Role:
    """Taken with the first statement: a request that asks the database nothing needs none."""

    def __init__(self) -> None:
        self._of: Any = None

    def taken(self, execute: Callable[..., Any], *statement: Any) -> Any:
        if self._of is not connection.connection:
            self._of = connection.connection
            self._of.execute(f"SET ROLE {WEB}")
        return execute(*statement)

    def give_back(self) -> None:
        if self._of is not None and not self._of.closed:
            self._of.execute("RESET ROLE")
