"""Notifications: what leaves the house: e-mail and text messages to phones. Knows no other part.

Nouns: Message (one mail with its attachments, or one text, from queued to sent).
Promises: a message is written in the transaction of the act that caused it and sent by a job afterwards; it is sent
once, tried again when the server is away, and nothing about a person's status stands in its subject.
"""
