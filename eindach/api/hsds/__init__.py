"""The directory as the Human Services Data Specification 3.1 (HSDS, openreferral.org), read only.

Identifiers are UUIDs and the same on every machine. A record is in one language a request (HSDS has no translations
inside a record); `languages` are those spoken there. Optional fields without a value are left out, never null.
"""
