"""Keeping the directory true: offices confirm by a link, coordinators decide, ask and load files.

links.py       the secret link of an asking
letters.py     the mails
correcting.py  the form of what is different
office.py      the pages behind the link
desk.py        the coordinator's page: what waits, who was asked
files.py       the directory as files, out and in
writing.py     changes by a coordinator, with their trail and the words of the search
"""
