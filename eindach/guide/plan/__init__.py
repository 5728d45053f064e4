"""My next steps: a few questions, each may be skipped, and a plan of one's own.

Nouns: Answers (what somebody told), Plan (their steps in order), Pass (the answers and what is ticked off, sealed into
an address: it is the plan's link and its QR code; nobody else can read it), KeptPlan (the same in an account, if the
person wants that).
Promises: nothing is stored unless the person asks for it, and no cookie is needed; what somebody told stands in no
address, mail or log in clear; a skipped question never hides a step; every step names its source and the day of its
review, or says that the district has yet to confirm it; deadlines are days of rules, never of code.
"""
