"""A region as data: read, check, load, show.

One door. `check(name)` gives the checked data or raises `RegionFaults` with every fault; `load(name, …)` writes it;
`print_sample_itineraries()` draws three plans on the terminal; `fill_event_day()` brings a joint day to life,
`fill_questions()` the inbox, `fill_helping()` cases and referrals.
"""

from eindach.config.regions.loading import Loaded, RegionFaults, check, load
from eindach.config.regions.sample_companies import fill_companies
from eindach.config.regions.sample_event_day import fill_event_day
from eindach.config.regions.sample_helping import fill_helping
from eindach.config.regions.sample_itineraries import print_sample_itineraries
from eindach.config.regions.sample_questions import fill_questions

__all__ = [
    "Loaded",
    "RegionFaults",
    "check",
    "fill_companies",
    "fill_event_day",
    "fill_helping",
    "fill_questions",
    "load",
    "print_sample_itineraries",
]
