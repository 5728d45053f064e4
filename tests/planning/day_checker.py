"""An independent look at timetables: is it possible at all, what is it worth, what is the best by trying everything?

Shares no line with the engine: works on the JSON values of request and answer, in minutes after midnight.
"""

from itertools import combinations


def minute(clock):
    return int(clock[:2]) * 60 + int(clock[3:])


def broken(request, answer):
    """What is wrong with an answer, in words; an empty list if nothing is."""
    opens = minute(request["from"])
    wanted = {(v["id"], w["station"]): w["minutes"] for v in request["visitors"] for w in v["visits"]}
    desks = {station["id"]: station["desks"] for station in request["stations"]}
    visits = [
        (v["visitor"], v["station"], v["desk"], opens + v["start_minute"], opens + v["end_minute"])
        for v in answer["visits"]
    ]
    facts = {
        (p["visitor"], p["station"]): p for p in request.get("promised", []) if p.get("state", "promised") != "promised"
    }
    told = [(p["visitor"], p["station"], minute(p["start"])) for p in request.get("promised", [])]
    people = {visitor["id"]: visitor for visitor in request["visitors"]}
    wrong = []
    if sorted([v[:2] for v in visits] + [(u["visitor"], u["station"]) for u in answer["unserved"]]) != sorted(wanted):
        wrong.append("a visit is lost or doubled")
    for visitor, station, desk, start, end in visits:
        who = people[visitor]
        if end - start != wanted[visitor, station] or not 1 <= desk <= desks[station]:
            wrong.append(f"{visitor} at {station}: minutes or desk")
        if (visitor, station) in facts:
            if start != minute(facts[visitor, station]["start"]):
                wrong.append(f"{visitor} at {station}: what happened was changed")
            continue
        first = max(opens, minute(who.get("arrives", "00:00")), minute(request.get("now", "00:00")))
        last = min(minute(request.get("until", "99:00")), minute(who.get("leaves", "99:00")))
        if start < first or end > last:
            wrong.append(f"{visitor} at {station}: outside the hours")
        if start % request["start_every_minutes"] and (visitor, station, start) not in told:
            wrong.append(f"{visitor} at {station}: off the grid")
    return wrong + _collisions(request, visits, facts, desks)


def _collisions(request, visits, facts, desks):
    wrong = []
    for one, other in combinations(sorted(visits, key=lambda visit: visit[3]), 2):
        gap = other[3] - one[4]
        if one[0] == other[0] and gap < request["changeover_minutes"] and not {one[:2], other[:2]} <= set(facts):
            wrong.append(f"{one[0]} has no time between {one[1]} and {other[1]}")
        if one[1:3] == other[1:3] and gap < 0:
            wrong.append(f"{one[0]} and {other[0]} are at one desk of {one[1]}")
    for closure in request.get("closed", []):
        for now in range(minute(closure["from"]), minute(closure["until"])):
            here = [visit for visit in visits if visit[1] == closure["station"] and visit[3] <= now < visit[4]]
            open_desks = desks[closure["station"]] - closure.get("desks", desks[closure["station"]])
            if len(here) > open_desks and not all(visit[:2] in facts for visit in here):
                wrong.append(f"{closure['station']} is served while it is closed")
                break
    return wrong


def worth(request, answer):
    """(unserved, moved promises, minutes of the objective), counted anew from the visits."""
    opens = minute(request["from"])
    starts = {(v["visitor"], v["station"]): opens + v["start_minute"] for v in answer["visits"]}
    ends = {}
    for visit in answer["visits"]:
        ends.setdefault(visit["visitor"], []).append(opens + visit["end_minute"])
    moved = sum(starts.get((p["visitor"], p["station"])) != minute(p["start"]) for p in request.get("promised", []))
    if request["objective"] == "makespan":
        minutes = max([opens, *(end for of_one in ends.values() for end in of_one)]) - opens
    else:
        arrivals = {v["id"]: minute(v["arrives"]) for v in request["visitors"]}
        minutes = sum(max(0, max(of_one) - arrivals[visitor]) for visitor, of_one in ends.items())
    return len(answer["unserved"]), moved, minutes


def best(request):
    """The same three numbers of the best timetable, by trying every start of every visit."""
    everything = Everything(request)
    everything.search(0, [], 0, 0)
    return everything.found


class Everything:
    """Tries every start of one visit after the other; visits placed are (visitor, station, start, end)."""

    def __init__(self, request):
        self.request, self.opens = request, minute(request["from"])
        self.gap = request["changeover_minutes"]
        self.desks = {station["id"]: station["desks"] for station in request["stations"]}
        self.promised = {(p["visitor"], p["station"]): minute(p["start"]) for p in request.get("promised", [])}
        self.closed = {name: [] for name in self.desks}
        for closure in request.get("closed", []):
            period = minute(closure["from"]), minute(closure["until"])
            self.closed[closure["station"]] += [period] * closure["desks"]
        self.wanted = [(v, w["station"], w["minutes"]) for v in request["visitors"] for w in v["visits"]]
        self.found = (len(self.wanted) + 1, 0, 0)

    def search(self, number, placed, left, moved):
        if (left, moved, self.minutes(placed)) >= self.found:
            return  # more visits never make any of the three smaller
        if number == len(self.wanted):
            self.found = (left, moved, self.minutes(placed))
            return
        visitor, station, minutes = self.wanted[number]
        told = self.promised.get((visitor["id"], station))
        for start in self.starts(visitor, minutes, told):
            one = (visitor["id"], station, start, start + minutes)
            if self.fits(placed, *one):
                self.search(number + 1, [*placed, one], left, moved + (told is not None and start != told))
        self.search(number + 1, placed, left + 1, moved + (told is not None))

    def starts(self, visitor, minutes, told):
        first = max(self.opens, minute(visitor["arrives"]))
        last = min(minute(self.request["until"]), minute(visitor["leaves"])) - minutes
        step = self.request["start_every_minutes"]
        return [start for start in range(first, last + 1) if start % step == 0 or start == told]

    def fits(self, placed, visitor, station, start, end):
        same = [other for other in placed if other[0] == visitor]
        if any(start < e + self.gap and s < end + self.gap for _, _, s, e in same):
            return False
        here = [other[2:] for other in placed if other[1] == station] + self.closed[station]
        moments = [start, *(s for s, _ in here if start < s < end)]
        return all(sum(s <= now < e for s, e in here) < self.desks[station] for now in moments)

    def minutes(self, placed):
        if self.request["objective"] == "makespan":
            return max([self.opens, *(end for *_, end in placed)]) - self.opens
        last = {}
        for visitor, _, _, end in placed:
            last[visitor] = max(last.get(visitor, 0), end)
        return sum(end - minute(v["arrives"]) for v in self.request["visitors"] for end in [last.get(v["id"])] if end)
