"""The house of the permission tests, once more."""

from tests.permission.conftest import house as house
