"""The second layer of permission: a manager that shows each actor their rows, and refuses to work for nobody.

Upper parts say what an actor may see of a model (`rule`), because grants and appointments are theirs to know. A model
without a rule shows nothing to staff or to a person at their own door.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import models
from django.db.models import Q

from eindach.kernel.actor import Actor, must_be_present

Row = TypeVar("Row", bound=models.Model)
Rule = Callable[[Actor, datetime], Q]
NOTHING = Q(pk__in=[])
_rules: dict[type[models.Model], Rule] = {}


def rule(model: type[models.Model]) -> Callable[[Rule], Rule]:
    """Declare which rows of a guarded model an actor who is somebody may read. Once a model."""

    def declare(which: Rule) -> Rule:
        if model in _rules:
            raise ValueError(f"{model.__name__} has a rule already")
        _rules[model] = which
        return which

    return declare


class Guarded(models.Manager[Row]):
    """`objects` of a table with personal data. NobodyActs outside `acting`."""

    def get_queryset(self) -> models.QuerySet[Row]:
        acting = must_be_present()
        rows = super().get_queryset()
        if not acting.actor.is_somebody:
            return rows
        which = _rules.get(self.model)
        return rows.filter(which(acting.actor, acting.now)) if which else rows.none()
