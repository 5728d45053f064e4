"""Texts in ten languages: how far each is, and what people here said better than the catalogue. docs/translations.md.

`units` finds every text with its state, `checks` what would break, `storing` keeps what people write, `overlay` puts it
into gettext's catalogues and `rows` into a region's rows; `exchange` speaks with translators' tools.
"""
