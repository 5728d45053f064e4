"""Event days: many stations under one roof for a morning, with registration for an hour of arrival.

    region data → days (stations, counters) → registering (capacity, waiting list) → routes → the day (replanning)

A registration is a Visit with an event day: its link, its ticket and its end are those of every visit.
"""
