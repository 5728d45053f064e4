"""A whole event day in a real browser, on real processes: the parts that test_j20_whole_day.py plays with.

world (house, stations, staff) · people (who comes, when, for what) · site (processes, a clock that jumps)
doors (registering, arriving) · workplace (an expert's page) · screens (display and phones, beside what is true)
play (the day, tick by tick) → record (what happened, as the people of the day would tell it)
"""
