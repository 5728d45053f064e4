"""The public directory: which service, at which place, fits what somebody needs.

words.py        the words by which services and places are found, in all languages
wishes.py       what somebody asked for
finding.py      every place that serves the need, best fit first; what does not fit says why
town_map.py     the municipalities as tiles, where they lie
service.py      everything a person asks about one service
linked_data.py  the same for machines (schema.org)
"""
