"""Dates and numbers in Tigrinya, in Django's letters. Source: Unicode CLDR, locale ti; read on 2026-11-22.

Names of days and months: `eindach/locale_django/ti`. The hour has 24 hours as on every sign in Germany: the twelve
hours of the Ethiopian clock begin at six in the morning, and a time must not be read on the wrong one.
"""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "G:i"
DATETIME_FORMAT = "j F Y G:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y G:i"
FIRST_DAY_OF_WEEK = 1
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
