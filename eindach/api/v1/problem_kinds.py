"""GET problems/{code}: where the `type` of a problem document leads."""

from django.http import HttpRequest
from ninja import Router
from ninja.decorators import decorate_view
from pydantic import BaseModel

from eindach.kernel.audience import audience

from ..caching import conditional
from ..problems import KINDS, Problem
from ..published import answers
from ..rates import limited

router = Router(tags=["problems"])


class KindOut(BaseModel):
    code: str
    status: int
    title: str
    meaning: str


@router.get("/problems/{code}", response=answers({200: KindOut}, 404, 422, 429), summary="What a problem means")
@decorate_view(conditional(max_age=86_400), limited("read"))
@audience("public")
def explain_problem(request: HttpRequest, code: str) -> KindOut:
    if code not in KINDS:
        raise Problem("not-found")
    kind = KINDS[code]
    return KindOut(code=code, status=kind.status, title=kind.title, meaning=kind.meaning)
