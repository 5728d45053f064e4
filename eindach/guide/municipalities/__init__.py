"""Municipalities present themselves: in figures one can compare, and in words of their own.

facts.py        which figures, their words and units
offices.py      town halls, services, the way to the house, from the directory
comparing.py    all municipalities side by side: the table and the map of tiles
page.py         everything on one municipality's page
linked_data.py  the same for machines (schema.org)
calendar.py     exhibitions and events as a calendar file
region_data.py  what the files of a region say of it; what was entered by hand outranks them
paper.py        the hand-out of the registration office: a sheet, and cards
drawings.py     our own drawings, and what is to be seen on them
pictures.py     a picture that was sent in, made anew
editing.py      who may change what, and not on top of somebody else's change
"""
