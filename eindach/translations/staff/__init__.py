"""Pages of the translators, in German and English."""
