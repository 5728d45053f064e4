"""Somebody who speaks what the visitor speaks, when whoever is at the desk does not.

here.py         who in the house does now, by the desks that are open
asking.py       ask the house, answer, take back: one open request a stop
panel.py        what of it a counter and the front desk are shown
phone_list.py   when nobody in the house does
region_data.py  the section `interpreters` of a region's data
"""
