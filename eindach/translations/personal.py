"""Nothing here is about a person: an office is named, never who works there."""

from eindach.accounts.registry.declared import impersonal

impersonal("texts of the pages in other words, and which office reviewed them", ["translations_wording"])
