"""Most visits served comes first; what is left out has a reason that says what would help."""

from tests.planning.day_drawing import figures, planned


def reasons(found):
    return {(left.visitor, left.station): left.reason for left in found.unserved}


def test_more_served_is_worth_more_waiting():
    """Ann's long visit alone would need 40 minutes; the two short ones make three people wait 110."""
    found = planned("ann #### bank 40\nben #### bank 20\ncem #### bank 20")
    assert (figures(found), reasons(found)) == ("2 of 3 visits, 60 min", {("ann", "bank"): "station-full"})


def test_a_stay_that_is_too_short():
    found = planned("ann ## bank 30\nben ######## bank 30")
    assert reasons(found) == {("ann", "bank"): "stay-too-short"}
    assert found.unserved[0].message.startswith("ann can be served from 09:00 to 09:20, too short for 30 minutes")


def test_a_stay_without_any_start():
    found = planned("ann ######.. bank 20", start_every_minutes=100)
    assert reasons(found) == {("ann", "bank"): "stay-too-short"}


def test_other_visits_take_the_time():
    found = planned("ann ##### bank 30, school 30")
    assert [left.reason for left in found.unserved] == ["other-visits"]
    assert "come earlier, leave later or wish for less" in found.unserved[0].message


def test_a_full_station_says_when_there_would_be_time():
    found = planned("ann ## bank 20\nben ####.... bank 20\ncem ##....... bank 20")
    left = found.unserved[0]
    assert (left.reason, "at 09:00, but then its desk is taken or closed" in left.message) == ("station-full", True)


def test_a_station_that_stays_closed():
    closed = [{"station": "bank", "from": "08:00", "until": "14:00"}]
    found = planned("ann ###### bank 20, school 20", desks={"bank": 3}, closed=closed)
    assert (figures(found), reasons(found)) == ("1 of 2 visits, 20 min", {("ann", "bank"): "station-full"})
    assert "then all 3 desks are taken or closed" in found.unserved[0].message


def test_how_many_can_be_served_at_most_is_said():
    found = planned("ann ### bank 20\nben ### bank 20\ncem ### school 50")
    assert (found.served, found.served_bound, found.optimal) == (1, 1, True)
