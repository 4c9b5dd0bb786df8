"""What those who run the installation do for an account:  manage.py account ana@example.org --end-sign-ins"""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import actions
from accounts.models import User


class Command(BaseCommand):
    help = "End an account's sign-ins, take away a lost second factor, close the account or open it again."

    def add_arguments(self, parser):
        parser.add_argument("email", help="the address that the account signs in with")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--end-sign-ins", action="store_true", help="everywhere, from the next request on")
        what.add_argument("--remove-second-factor", action="store_true", help="for who has lost app, key and codes")
        what.add_argument("--close", action="store_true", help="nobody signs in with it any more")
        what.add_argument("--reopen", action="store_true", help="it may sign in again")

    def handle(self, *, email, end_sign_ins, remove_second_factor, close, reopen, **options):
        user = User.objects.filter(email__iexact=email.strip()).first()
        if user is None:
            raise CommandError(f"There is no account with the address {email}.")
        who_and_when = {"by": None, "at": timezone.now()}
        if end_sign_ins:
            said = f"{actions.end_sign_ins(user, **who_and_when)} sign-ins of {user.email} are ended."
        elif remove_second_factor:
            count = actions.remove_second_factors(user, **who_and_when)
            said = f"{user.email} has no second factor any more." if count else f"{user.email} had no second factor."
        elif close:
            actions.close_account(user, **who_and_when)
            said = f"The account {user.email} is closed."
        else:
            actions.reopen_account(user, **who_and_when)
            said = f"The account {user.email} may sign in again."
        self.stdout.write(said)
