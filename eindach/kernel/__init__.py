"""Kernel: what every part may lean on. Standard library only.

Nouns: audience (who a route is for), identifiers (references a person can read out, tokens nobody can guess),
languages (codes, native names, direction), spans (half-open time).
Promises: nothing here knows a database, a request or the clock.
"""
