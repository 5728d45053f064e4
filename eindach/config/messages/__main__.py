"""`make messages`: bring the catalogues in step with the sources."""

from eindach.config.messages.catalogs import languages, merge
from eindach.config.messages.extracting import extract

texts = extract()
for language in languages():
    waiting = merge(language, texts)
    print(f"{language}: {len(texts)} texts, {waiting} wait for a translation")
