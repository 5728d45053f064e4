"""Accounts: the people the appointments belong to.

Nouns: Person (name, contact, language), ProfileEntry (one fact about them), User (who signs in), Membership,
Invitation, RateBucket.
Promises: one row per person as far as a booking can tell (`identity`, a digest of name and contact), so that two
live bookings of one person for one matter, or at the same time, are refused by the database itself. Nobody asks without
limit: `rates` counts for each client address, `pacing` answers pages, `api.rates` programs.
Nobody acts for an organization without a membership that is live at this very request and a second factor shown in this
session: `doors` (for views: consent/doors.py), `coming_in`, `sessions`.
"""
