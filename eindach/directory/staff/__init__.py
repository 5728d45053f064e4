"""The directory in the hands of people: tables of cells, what a change does, and files of them.

faults.py     sentences about what cannot be taken
hours_text.py hours as people write them, and back
cells.py      kinds of cells: what may stand there, as a text and as a value
tables.py     organizations, locations, services, places: their columns
changes.py    changing cells, all or none, and keeping them when a region is loaded again
proposing.py  what offices say is different, until a coordinator has decided
sheets.py     the tables as rows of texts, out and in
csv_file.py   such rows as CSV, in the encodings and separators German offices use
workbook.py   the same as a workbook (XLSX)
comparing.py  what a file would change, and what is wrong with it
"""
