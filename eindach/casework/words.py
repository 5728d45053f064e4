"""Reasons for a look, as people say them."""

from eindach.consent.trail_words import basis_words as reason

__all__ = ["reason"]
