from __future__ import annotations

from eindach.planning.request import Reason, Request
from eindach.planning.starts import StartTable


def reasons(request: Request, starts: StartTable, later: list[int]) -> tuple[Reason, ...]:
    return ()
