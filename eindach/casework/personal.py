"""Personal columns of casework."""

from eindach.accounts.personal import KEEPING
from eindach.accounts.registry.declared import INNER, TOLD, nothing_open, personal

from .models import DeletionRequest

personal(
    DeletionRequest,
    **KEEPING,
    kept="person",
    person="person",
    root="person",
    follow_up=nothing_open,
    columns={"id asked_at due_on outcome reason answered_at": TOLD, "person_id answered_by_id": INNER},
)
