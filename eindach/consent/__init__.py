"""Consent: why anybody may know something of a person, and who looked.

Nouns: LegalBasis (what a law orders or allows, dated, with its source), ConsentText (versioned, hashed, in a language),
Consent (person × recipient × purpose × categories) with ConsentEvents, Grant (an organization may know these categories
of a person, because of one or the other, until), BrokenGlass (an emergency look, reviewed), AuditEvent (the trail).
Promises: nothing is granted without a consent that is given or a law that is named; the state of a consent is computed
from its events, and withdrawing ends access in the same transaction; every read and write of personal data leaves an
event in its own transaction, in a chain nobody can bend unseen; the person can read who looked. Three layers answer
alike: accounts/policy.py, the guarded querysets (`scopes`), row-level security (`row_security`).
"""
