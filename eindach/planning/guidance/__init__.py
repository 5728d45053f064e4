"""Which steps are somebody's own, in which order, until when: the one door of the guide's engine.

    >>> from datetime import date
    >>> newcomer = Situation(
    ...     today=date(2026, 12, 1),
    ...     answers={"reason": {"work"}, "family": set()},
    ...     dates={"moving-in": date(2026, 11, 25)},
    ... )
    >>> steps = [
    ...     Step("bank", after=("registration",)),
    ...     Step("registration", due=Due("moving-in", days=14)),
    ...     Step("school", when=({"family": {"school-child"}},)),
    ...     Step("course", when=({"german": {"none", "little"}},)),
    ... ]
    >>> found = guide(steps, newcomer)
    >>> [(one.step.key, one.standing, one.due) for one in found.steps]
    [('registration', 'next', datetime.date(2026, 12, 9)), ('bank', 'waits', None)]
    >>> [(one.step.key, one.asks) for one in found.perhaps]
    [('course', ('german',))]

How the data are read:

- A question nobody answered is unknown, not "no" (the strong logic of three values: Kleene 1938, On notation for
  ordinal numbers, J. Symbolic Logic 3(4)). A step that depends on it is `perhaps`, and says which questions would
  settle it. So a further answer can make a "perhaps" a yes or a no; it never takes back a step that was one's own.
- A step comes after those of `after` that are somebody's own; over one that is not, the order reaches through.
- `due` is the day the rule says. `act_by` is the day it must be begun so that what comes after it is still in time:
  due dates are carried backwards along the order (Lawler 1973, Management Science 19(5)), less the days a step takes.
- Of several versions of a step, the one in force on `today` counts (a change of law is a further version).
- Steps in order: what must be begun first, then the position in the data; never before what they wait for.
"""

from eindach.planning.guidance.plan import Found, Planned, guide
from eindach.planning.guidance.situation import Situation
from eindach.planning.guidance.step import Circle, Due, Step, check

__all__ = ["Circle", "Due", "Found", "Planned", "Situation", "Step", "check", "guide"]
