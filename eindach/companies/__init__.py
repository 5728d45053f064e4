"""Companies: who settles here brings staff, and the staff's way through the offices is made together.

Nouns: Company (its contact is a Person who signs in by a code), Employee (somebody the company expects), Details (what
is known of them), Answer (their yes or no), GroupVisit (several of them in one house on one day), Member (of a group).
Promises: what a company enters of somebody belongs to that person once they accepted, and the company sees it no more;
without a yes nobody is booked by their employer; a yes can be taken back at any time and then ends what it allowed;
a group is booked wholly or not at all; a company never sees what anybody needs, at which office, or anything of another
company (guards.py); of who says no nothing can be reckoned back; whom it looks at sees that it did.
"""
