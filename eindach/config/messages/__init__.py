"""Texts for people, from the sources to the translators and back, in Python alone (no gettext programs needed).

`extracting` reads the sources, `catalogs` keeps `eindach/locale/<language>/LC_MESSAGES/django.po` in step with them
(`make messages`), `compiling` makes the files Django reads, `completeness` says what is missing.
"""
