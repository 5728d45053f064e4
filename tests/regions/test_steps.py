"""The steps as they are shipped: right for the people of the mission, each with its source."""

from datetime import date

import pytest

from eindach.config.region_files.reading import regions_folder
from eindach.config.region_files.texts import states
from eindach.config.regions import check
from eindach.guide.plan.answers import Answers
from eindach.guide.plan.rules import for_engine
from eindach.guide.steps_data import StepEntry
from eindach.planning.guidance import Found, guide

TODAY = date(2026, 12, 1)


@pytest.fixture(scope="module", params=["dueren", "aachen"])
def steps(request: pytest.FixtureRequest) -> dict[str, StepEntry]:
    return check(request.param).guide.steps


def plan_of(steps: dict[str, StepEntry], dates: dict[str, date] | None = None, **chosen: str) -> Found:
    answers = Answers(dates=dates or {}, chosen={key: tuple(said.split()) for key, said in chosen.items()})
    engine = [
        for_engine(key, one.position, one.rule.model_dump(), one.valid_from, one.valid_until)
        for key, one in steps.items()
    ]
    return guide(engine, answers.situation(TODAY))


def keys(found: Found) -> list[str]:
    return [one.step.key for one in found.steps]


def test_there_are_about_forty_and_each_names_where_it_is_from(steps: dict[str, StepEntry]) -> None:
    assert 40 <= len(steps) <= 60
    assert [key for key, one in steps.items() if not one.source] == []


@pytest.mark.parametrize("key", ["dueren", "aachen"])
def test_each_step_answers_everything_a_person_asks(key: str) -> None:
    """Until when, what comes first and where are the rule's and the office's; languages are those of its places."""
    guide = check(key).guide
    told = ("why", "how", "costs", "afterwards", "official_term", "reviewed_on")
    assert [(name, field) for name, one in guide.steps.items() for field in told if not getattr(one, field)] == []
    assert [name for name, one in guide.steps.items() if not one.takes and one.matter not in guide.matters] == []
    offices = {name for name, one in guide.steps.items() if one.matter and one.matter not in guide.matters}
    assert offices <= {"liability-insurance"}  # its words say where


@pytest.mark.parametrize("key", ["dueren", "aachen"])
def test_who_offers_something_can_be_called_or_written_to(key: str) -> None:
    directory = check(key).directory
    bodies = {one.organization: directory.organizations[one.organization] for one in directory.services.values()}
    assert [name for name, body in bodies.items() if not body.phone and not body.email] == []


def test_none_is_called_confirmed_before_a_district_did_so(steps: dict[str, StepEntry]) -> None:
    assert not any(one.confirmed for one in steps.values())


def test_who_asks_for_asylum_with_two_children(steps: dict[str, StepEntry]) -> None:
    found = plan_of(steps, reason="asylum", family="child-under-6 school-child", have="")
    mine = keys(found)
    assert mine[:3] == ["asylum-advice", "asylum-address", "welcome-advisor"]
    assert {"asylum-benefits", "health-certificate", "school", "childcare", "measles", "bank"} <= set(mine)
    assert "asylum-permission" in mine
    assert not {"jobcenter", "insurance", "child-benefit", "residence-permit", "find-flat"} & set(mine)
    assert found.perhaps == ()


def test_an_engineer_whose_visa_ends_hurries_with_the_address(steps: dict[str, StepEntry]) -> None:
    dates = {"moving-in": date(2026, 11, 28), "visa-ends": date(2027, 1, 20)}
    found = plan_of(steps, dates, reason="work", family="partner", have="flat job")
    mine = {one.step.key: one for one in found.steps}
    assert (mine["residence-permit"].due, mine["registration"].due) == (date(2027, 1, 20), date(2026, 12, 12))
    assert keys(found).index("registration") < keys(found).index("residence-permit")
    assert not {"job", "asylum-advice", "jobcenter"} & set(mine)


def test_whose_visa_is_over_gets_advice_before_they_apply(steps: dict[str, StepEntry]) -> None:
    said = {"reason": "work", "family": "", "have": "flat registered insured"}
    ended, valid, untold = (
        plan_of(steps, dates, **said)
        for dates in ({"visa-ends": date(2026, 7, 1)}, {"visa-ends": TODAY}, dict[str, date]())
    )
    assert keys(ended).index("visa-ended") < keys(ended).index("residence-permit")
    assert next(one.waits_for for one in ended.steps if one.step.key == "residence-permit") == ("visa-ended",)
    assert not {"visa-ended"} & {*keys(valid), *keys(untold)}
    assert "visa-ended" not in {one.step.key for one in plan_of(steps, {"visa-ends": date(2026, 7, 1)}).steps}
    assert "visa-ended" not in keys(plan_of(steps, {"visa-ends": date(2026, 7, 1)}, **said | {"reason": "asylum"}))


@pytest.mark.parametrize(("reason", "has"), [("asylum", False), ("eu", False), ("work", True), ("protection", True)])
def test_only_who_can_have_a_residence_permit_is_asked_for_it(
    steps: dict[str, StepEntry], reason: str, has: bool
) -> None:
    """Their plan then asks for the paper of the asylum procedure instead (guide/plan/mine.py)."""
    mine = keys(plan_of(steps, reason=reason, family="", have=""))
    assert any("residence-permit" in steps[key].gives for key in mine) == has
    brought = {key for key in mine if steps[key].bring}
    assert ("asylum-benefits" in brought) == (reason == "asylum")


def test_who_gets_protection_changes_the_office_without_a_gap(steps: dict[str, StepEntry]) -> None:
    mine = keys(plan_of(steps, reason="protection", family="", have="registered insured"))
    assert mine.index("change-of-law") < mine.index("jobcenter")
    assert {"family-reunion", "residence-protection", "integration-course"} <= set(mine)


@pytest.mark.parametrize(
    ("reason", "money"),
    [
        ("asylum", "asylum-benefits"),
        ("protection", "jobcenter"),
        ("temporary-protection", "temporary-protection-benefits"),
    ],
)
def test_money_to_live_on_is_of_the_first_visit_and_a_driving_licence_is_not(
    steps: dict[str, StepEntry], reason: str, money: str
) -> None:
    dates = {"arrival": date(2026, 9, 20), "moving-in": date(2026, 11, 25)}
    found = keys(plan_of(steps, dates, reason=reason, family="child-under-6 school-child", have=""))
    first = [key for key in found if steps[key].matter][:5]
    assert money in first
    assert "driving-licence" not in first


def test_money_to_live_on_waits_for_no_other_office(steps: dict[str, StepEntry]) -> None:
    money = {"asylum": {"asylum-benefits"}, "protection": {"jobcenter", "change-of-law"}}
    money["temporary-protection"] = {"temporary-protection-benefits"}
    for reason, needed in money.items():
        found = plan_of(steps, reason=reason, family="", have="").steps
        assert {one.step.key for one in found if one.standing == "next"} >= needed


def test_temporary_protection_has_its_own_office_and_keeps_its_licence(steps: dict[str, StepEntry]) -> None:
    mine = set(keys(plan_of(steps, reason="temporary-protection", family="", have="")))
    assert {"temporary-protection-benefits", "health-certificate", "driving-licence-ukraine"} <= mine
    assert not {"jobcenter", "change-of-law", "family-reunion", "insurance", "driving-licence"} & mine


@pytest.mark.parametrize("reason", ["work", "family", "eu", "asylum", "protection", "training"])
def test_a_profession_is_recognised_whatever_one_is_here_for(steps: dict[str, StepEntry], reason: str) -> None:
    assert "recognition" in keys(plan_of(steps, reason=reason, family="", have=""))


def test_a_deadline_no_law_names_is_not_told(steps: dict[str, StepEntry]) -> None:
    found = plan_of(steps, {"moving-in": TODAY}, reason="work", family="", have="flat").steps
    assert {one.step.key for one in found if one.due} == {"landlord-confirmation", "registration"}


def test_who_is_of_the_union_needs_no_permit_and_keeps_the_licence(steps: dict[str, StepEntry]) -> None:
    mine = keys(plan_of(steps, reason="eu", family="", have="job flat"))
    assert not {"residence-permit", "driving-licence", "eu-family-card"} & set(mine)
    assert "eu-family-card" in keys(plan_of(steps, reason="eu", family="partner", have=""))


def test_a_student_is_insured_before_enrolling(steps: dict[str, StepEntry]) -> None:
    mine = keys(plan_of(steps, reason="study", family="", have=""))
    assert mine.index("insurance") < mine.index("study-enrolment")


def test_who_answers_nothing_still_gets_what_everybody_needs(steps: dict[str, StepEntry]) -> None:
    found = plan_of(steps)
    assert {"registration", "welcome-advisor", "emergency-numbers"} <= set(keys(found))
    assert {question for one in found.perhaps for question in one.asks} == {"reason", "family", "have"}


@pytest.mark.parametrize("folder", ["de", "nrw"])
def test_no_translation_of_a_shipped_language_is_missing_or_outdated(folder: str) -> None:
    found = states(regions_folder() / folder)
    assert {code: (found[code].missing, found[code].outdated) for code in ("en", "ar", "uk")} == {
        "en": (0, 0),
        "ar": (0, 0),
        "uk": (0, 0),
    }
