"""Whom a text of the sources is for: newcomers, or only people who work here."""

import re
from collections.abc import Iterable

STAFF = re.compile(
    r"""eindach/(
    casework/(templates/casework/((boards|parts)/.*|[^/]+\.html)|(charts|figures_page|file_page|forms|helping/sending)\.py|start/.*)
    |frontdesk/(templates/frontdesk/(arrivals|counter|day|events/sta(ff|te)|week)([_/].*|\.html)|views/(arrivals|counter\w*|week|day)\.py)
    |frontdesk/templates/frontdesk/kiosk_addresses\.html
    |frontdesk/(out_of_turn|passing_on|follow_up|why|workplace|coordinating/\w+|documents/event_lists|events/overview)\.py
    |site/(templates/site/staff\.html|templatetags/staff\.py)
    |accounts/(templates/((mfa|socialaccount)/.*|account/(?!logout\.html).*)|(names|forms_allauth|adapters)\.py)
    |accounts/templates/accounts/(arrive|demo|invit\w+|member|remove|second_factor|switch|users|parts/.*)\.html
    |consent/(templates/consent/.*|(asking|answering|breaking|destroying|forms|granting|holding|labels|trail_\w+)\.py|views/.*)
    |[a-z]+/(templates/.*/)?staff(/.*|_\w+\.py|_\w+\.html)
    )""",
    re.VERBOSE,
)
"""Sources only people who work here read: the staff area speaks German and English."""


def is_of_staff(files: Iterable[str]) -> bool:
    """Whether only people who work here read what these sources say."""
    return all(STAFF.fullmatch(file) for file in files)
