"""The cast is there before the curtain rises."""

import pytest

from eindach.guide.models import Matter
from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Registration has words people search for, in three languages."""
    found = make_cast()
    Matter.objects.filter(key="registration").update(
        name={"de": "Wohnsitz anmelden", "en": "Register your address", "ar": "تسجيل السكن", "ti": "ምዝገባ ኣድራሻ"},
        keywords={"de": "Umzug Übersiedlung Straße", "en": "moving house", "ar": "العنوان"},
        official_term="Anmeldung einer Wohnung",
    )
    Matter.objects.filter(key="bank").update(
        name={"de": "Konto eröffnen", "en": "Open an account", "ar": "فتح حساب بنكي"}, keywords={"de": "Geld Girokonto"}
    )
    return found
