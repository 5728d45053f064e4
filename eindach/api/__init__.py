"""API: the published HTTP interface v1 and the directory as HSDS 3.1.

Promises: errors are RFC 9457 problem documents that name every fault at once; a repeated Idempotency-Key repeats the
answer; an unknown reference and a wrong token are the same 404; nothing answers 5xx to bad input.
"""
