"""Dates of Ukrainian pages without the «р.» of Django's own: a sentence that ends with one would end with two dots."""

DATE_FORMAT = "j E Y"
