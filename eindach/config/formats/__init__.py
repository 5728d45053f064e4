"""Dates and numbers of languages Django has no formats for; found by `settings.FORMAT_MODULE_PATH`."""
