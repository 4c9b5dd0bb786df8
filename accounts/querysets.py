"""Words for users."""

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.hashers import make_password


class UserManager(BaseUserManager):
    """Finds users by address whatever its case, and makes them for createsuperuser."""

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **fields):
        """Make a user. `manage.py createsuperuser` and the actions come through here."""
        return self.create(email=self.normalize_email(email).lower(), password=make_password(password), **fields)

    def create_superuser(self, email, password=None, **fields):
        """Make a user who may do everything in this installation."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
