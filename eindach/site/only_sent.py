"""Addresses to which forms are only sent: who opens one (a changed language, a bookmark, a reload) reads what to do."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .staff_area import PREFIX
from .views_errors import only_sent


class SaidInWords:
    """Django answers 405 and an empty page; programs (no language in the address) need no more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code != 405 or request.method != "GET" or not PREFIX.match(request.path_info):
            return answer
        page = only_sent(request)
        page["Allow"] = answer["Allow"]
        return page
