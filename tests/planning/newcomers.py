"""Steps and newcomers of the guide's tests: a small district where five things are to be done."""

from datetime import date

from eindach.planning.guidance import Due, Found, Situation, Step, guide

TODAY = date(2026, 12, 1)
MOVED_IN = date(2026, 11, 25)

REGISTRATION = Step(
    "registration", 1, due=Due("moving-in", days=14), settled_by=frozenset({"registered"}), takes_days=3
)
BANK = Step("bank", 2, after=("registration",))
WORK_PERMIT = Step(
    "permit", 3, when=({"reason": {"work", "study"}},), after=("registration",), due=Due("visa-ends", days=-7)
)
SCHOOL = Step("school", 4, when=({"family": {"school-child"}},), after=("registration",))
COURSE = Step(
    "course", 5, when=({"german": {"none"}}, {"reason": {"asylum"}}), never=({"reason": {"eu"}},), after=("permit",)
)
STEPS = [COURSE, SCHOOL, WORK_PERMIT, BANK, REGISTRATION]


def of(found: Found) -> list[str]:
    return [one.step.key for one in found.steps]


def perhaps(found: Found) -> dict[str, tuple[str, ...]]:
    return {one.step.key: one.asks for one in found.perhaps}


def told(*steps: Step, today: date = TODAY, has: str = "", done: str = "", **more: object) -> Found:
    """The plan of somebody who answered; `reason="work"`, `dates={…}`; of all steps unless some are given."""
    dates = more.pop("dates", {"moving-in": MOVED_IN})
    answers = {question: set(str(said).split()) for question, said in more.items()}
    somebody = Situation(today=today, answers=answers, dates=dates, has=set(has.split()), done=set(done.split()))  # type: ignore[arg-type]
    return guide(steps or STEPS, somebody)
