"""Dates of Russian pages without the «г.» of Django's own: a sentence that ends with one would end with two dots."""

DATE_FORMAT = "j E Y"
