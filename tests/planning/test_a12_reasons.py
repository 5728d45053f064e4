"""When nothing is possible: the smallest reason a person can act on, as a sentence and as facts."""

from tests.planning.drawing import answer

AB = {"registration": 20, "bank": 20}


def reason(drawing, minutes, **more):
    found = answer(drawing, minutes, **more)
    assert not found.itineraries
    return found.impossible[0]


def window(first, last, day=12):
    return {"from": f"2027-01-{day}T{first}", "until": f"2027-01-{day}T{last}"}


def test_a_matter_without_free_time():
    why = reason("registration@x ##", AB)
    assert (why.kind, why.cause, why.matters) == ("no-free-span", "none", ("bank",))
    assert why.message == "No appointment is free for the bank. Leave it out for now, or ask again later."


def test_a_matter_whose_spans_are_too_short():
    why = reason("bank@x #.#", {"bank": 20})
    assert (why.kind, why.cause, why.facts["longest_minutes"]) == ("no-free-span", "too-short", 10)


def test_a_matter_whose_spans_have_no_start():
    why = reason("bank@x .###", {"bank": 20}, step=60)
    assert (why.kind, why.cause) == ("no-free-span", "off-step")


def test_all_matters_without_free_time_are_named():
    found = answer("a@x #", {"a": 10, "b": 10, "c": 10})
    assert [why.matters for why in found.impossible] == [("b",), ("c",)]


def test_another_weekday_than_the_windows():
    why = reason("fri\nbank@x ####", {"bank": 20}, windows=[window("08:00", "12:00")])
    assert (why.kind, why.matters) == ("outside-windows", ("bank",))
    assert why.message == "The bank is only open on Fridays; you can come on Tuesdays."
    assert (why.open["bank"].weekdays, why.person.weekdays) == ([5], [2])


def test_another_hour_than_the_windows():
    why = reason("tue\nbank@x ####", {"bank": 20}, windows=[window("10:00", "12:00")])
    assert why.message == "The bank is only open on Tuesdays 08:00-08:40; you can come on Tuesdays 10:00-12:00."


def test_another_week_than_the_windows():
    why = reason("tue\nbank@x ####", {"bank": 20}, windows=[window("08:00", "12:00", day=19)])
    assert why.message == "The bank is only free on 12 January 2027; you can come on 19 January 2027."


def test_a_pair_that_needs_more_days_than_allowed():
    why = reason("registration@x ##\nfri\nbank@x ##", AB)
    assert (why.kind, why.cause, why.matters) == ("never-together", "days", ("registration", "bank"))
    assert why.facts == {"days_needed": 2, "days_allowed": 1}
    assert "need 2 days, and you can come on 1 day" in why.message


def test_a_pair_whose_order_the_times_do_not_permit():
    why = reason("bank@x ##\ntue\nregistration@x ##", AB, after={"bank": ["registration"]}, max_days=2)
    assert (why.kind, why.cause) == ("never-together", "order")
    assert why.message.startswith("The bank comes after the registration, but the free times do not allow this order.")


def test_a_pair_at_the_same_time():
    why = reason("registration@x ##\nbank@x ##", AB, max_days=2)
    assert (why.cause, why.facts["days_needed"]) == ("time", None)


def test_a_pair_too_far_apart():
    why = reason("registration@x ##\nbank@y ..##", AB, between=[["x", "y", 30]])
    assert why.cause == "distance"


def test_three_that_fit_in_pairs_only():
    why = reason("a@x ##\nb@x ##\nc@x ##", {"a": 10, "b": 10, "c": 10})
    assert (why.kind, why.matters) == ("never-together", ("a", "b", "c"))


def test_the_pair_is_found_among_many():
    days = "a@x ######\nb@x #\nc@x ######\nd@x #"
    assert reason(days, dict.fromkeys("abcd", 10)).matters == ("b", "d")


def test_an_order_through_a_third_matter_counts():
    days = "c@x #\nb@x ########\na@x .....#"
    why = reason(days, dict.fromkeys("abc", 10), after={"b": ["a"], "c": ["b"]})
    assert why.kind == "never-together"
    assert why.matters == ("a", "c")


def test_what_only_midnight_prevents_is_still_explained():
    night = "a@x " + "." * 95 + "####\nb@x " + "." * 96 + "##"
    why = reason(night, {"a": 40, "b": 20}, max_days=2)
    assert (why.kind, why.cause, why.matters) == ("never-together", "midnight", ("a", "b"))
