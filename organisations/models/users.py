from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person who can log in, known by the e-mail address."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)

    def system(self) -> User:
        """The machine's own actor: sweeps and imports sign their events with it."""
        user, _created = self.get_or_create(
            email="system@laringsmal.invalid",
            defaults={"name": "Systemet", "is_system": True, "is_active": False, "password": "!"},
        )
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who acts in the system; what they may do follows from their memberships."""

    email = models.EmailField(_("e-postadresse"), max_length=254, unique=True)
    name = models.CharField(_("navn"), max_length=150)
    is_active = models.BooleanField(_("kan logge inn"), default=True)
    is_staff = models.BooleanField(_("har tilgang til administrasjonssidene"), default=False)
    is_system = models.BooleanField(
        _("er systemet selv"), default=False, help_text=_("Maskinens egen aktør i journalen; kan ikke logge inn.")
    )
    date_joined = models.DateTimeField(_("opprettet"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("bruker")
        verbose_name_plural = _("brukere")
        ordering = ["name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="organisations_one_user_per_email",
                violation_error_message=_("Det finnes allerede en bruker med denne e-postadressen."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_system=False) | models.Q(is_active=False),
                name="organisations_system_user_cannot_log_in",
                violation_error_message=_("Systembrukeren kan ikke logge inn."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
