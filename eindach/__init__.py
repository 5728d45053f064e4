"""Eindach: one roof for people who have just arrived. The appointments travel between the offices, not the person."""

__version__ = "0.1.0"
