"""Dates and numbers of languages Django has no formats for, or others than ours (`settings.FORMAT_MODULE_PATH`)."""
