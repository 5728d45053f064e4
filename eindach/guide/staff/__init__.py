"""Pages of the guide for staff: the directory kept up, and what municipalities say of themselves.

directory/             services corrected, carried in and out as tables
municipality_forms.py  the parts of a municipality's page as forms: texts, figures, a picture, an event
municipalities.py      the pages: overview, a part with its preview
"""
