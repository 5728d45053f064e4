"""What a server of pages loads: `wsgi.application`, and what lives beside the requests of such a process.

Whoever only wants the application (a test, a tool) imports wsgi.py, and gets no thread.
"""

import gc

from .wsgi import application

__all__ = ["application"]

from django.conf import settings  # not before: from here on there are models
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver

from eindach.translations import overlay

PUBLIC = {"site", "guide", "booking", "questions"}
"""Parts most of whose pages are for anybody."""

# What public pages need is read before the first is asked for, a quarter of a second of the start: the first to ask do
# not wait, and the collector need not look through all of it (0.2 s) every few dozen pages, since it stays to the end.
_ = get_resolver().url_patterns
for folder in get_app_template_dirs("templates"):
    if folder.is_relative_to(settings.BASE_DIR) and folder.parent.name in PUBLIC:
        for file in folder.glob("**/*.html"):
            get_template(str(file.relative_to(folder)))
overlay.watch()
gc.collect()
gc.freeze()
# A page makes some thousand rows and parts: a look at every 700 of them is for programs that make less.
gc.set_threshold(1_000, 10, 15)
