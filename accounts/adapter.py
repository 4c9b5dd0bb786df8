"""How django-allauth behaves in Plenary."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by organisers, never by strangers."""

    def is_open_for_signup(self, request):
        return False
