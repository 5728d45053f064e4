"""What a server of pages loads: `wsgi.application`, and what lives beside the requests of such a process.

Whoever only wants the application (a test, a tool) imports wsgi.py, and gets no thread.
"""

import gc

from .wsgi import application

__all__ = ["application"]

from django.urls import get_resolver  # not before: from here on there are models

from eindach.translations import overlay

overlay.watch()

# What is loaded by now stays to the end: the collector need not look through all of it (0.2 s) every few dozen pages.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
