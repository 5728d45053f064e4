"""User: who signs in. Staff by a membership, a newcomer by the contact they have proved to be theirs."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from phonenumber_field.modelfields import PhoneNumberField

from eindach.kernel.identifiers import small


class Users(BaseUserManager["User"]):
    """Addresses are kept in small letters, so that one mailbox is one user."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> "User":
        """Without a password nobody can sign in by one (newcomers sign in by code)."""
        user = self.model(email=small(email) or None, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=small(username or ""))


class User(AbstractBaseUser):
    """A sign-in. What it may do hangs on the memberships it has at that moment, never on the user itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True, null=True, blank=True)
    phone = PhoneNumberField(unique=True, null=True, blank=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=16, default="de")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email__isnull=False) | models.Q(phone__isnull=False) | models.Q(is_active=False),
                name="a_user_can_be_reached_or_is_none_any_more",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email or str(self.phone or self.pk)

    # What Django and allauth ask of a user; there is no admin site and nobody is above the rules.
    is_staff = False
    is_superuser = False

    def get_full_name(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False
