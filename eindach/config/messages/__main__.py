"""`make messages`: bring the catalogues in step with the sources."""

from eindach.config.messages.catalogs import begun, merge
from eindach.config.messages.extracting import extract

texts = extract()
for language in begun():
    waiting = merge(language, texts)
    print(f"{language}: {len(texts)} texts, {waiting} wait for a translation")
