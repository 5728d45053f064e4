"""Data that ends: one registry of every personal column, and the program that ends what is due.

A part declares its columns in its module `personal` (found as guards are): purpose, legal basis, class of retention,
export, and what becomes of the value. A table without personal data is declared as such; a test fails the build on
anything undeclared. Everything else is generated from here: deletion (`running`), the person's copy (`export`), the
record of processing (`record`). Model: DIN 66398 (one rule a kind of data: a period and where it starts).
"""

from .classes import Kept, Start, classes
from .declared import Column, Ending, Table, ending, endings, impersonal, impersonal_tables, personal, tables
from .proving import faults

__all__ = [
    "Column",
    "Ending",
    "Kept",
    "Start",
    "Table",
    "classes",
    "ending",
    "endings",
    "faults",
    "impersonal",
    "impersonal_tables",
    "personal",
    "tables",
]
