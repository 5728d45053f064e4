"""Casework: what an office knows about a person, and what waits for whoever works there.

Nouns: PersonFile (a person as the acting member of staff may see them, with the basis), Waiting (one line of a start
page), Case, Referral (helping/). Goals, notes and follow-ups come with a later issue.
Promises: nothing is shown that the policy does not allow (accounts/policy.py); every file that is opened leaves an
event with its basis; whom one may not know does not exist (404); search finds only whom one may open.
"""
