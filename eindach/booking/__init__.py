"""Booking: the coordinated appointments of one person across independent organizations.

Nouns: Counter (one expert's place) with its Calendar and CounterSchedule, Opening (calendar × span × services ×
languages, with what is still free of it), Appointment (held, booked, …, cancelled), Itinerary (all of one person's),
Proposal (a better or a replacing plan, held for them), offer (a signed plan, not yet held).
Promises: no two live appointments of a calendar or of a person overlap (exclusion constraints); an itinerary is
booked wholly or not at all; nobody is refused while a place they wanted is free; every change of state is
compare-and-swap; what an opening has free is kept by a trigger, so search and booking read the same truth;
a closed counter leaves nobody without a proposal or a human's word.
Locks: openings in the order of their id, then appointments; never the other way round (docs/booking.md).
"""
