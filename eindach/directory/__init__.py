"""Directory: who offers what, where, when and in which languages (nouns of HSDS 3.1).

Nouns: Region (one a database), Municipality, Organization, Location, Service, ServiceAtLocation, RequiredDocument,
Schedule (RFC 5545 rule) and ScheduleException, TravelTime, EventSeries (days on which all are under one roof).
Promises: rows come from `regions/` and carry `sample` and `source`; identifiers are the same on every machine;
"by appointment" is a state of its own and never shown as open; opening hours know the holidays of the state.
"""
