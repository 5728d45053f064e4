"""Accounts: the people the appointments belong to.

Nouns: Person (name, contact, language), RateBucket. Households, staff and sign-in come with a later issue.
Promises: one row per person as far as a booking can tell (`identity`, a digest of name and contact), so that two
live bookings of one person for one matter, or at the same time, are refused by the database itself. Nobody asks without
limit: `rates` counts for each client address, `pacing` answers pages, `api.rates` programs.
"""
