"""Take the second factor of somebody away who lost it."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from core.signing_in.factors import take_away


class Command(BaseCommand):
    """``manage.py reset_second_factor USERNAME``"""

    help = (
        "Take the second factor of somebody away who lost the phone, with passkeys and "
        "recovery codes, and sign the account out everywhere. The password stays: with "
        "it a new second factor is set up at the next sign-in, by whoever knows it. So "
        "be sure who asks, and see that it is done at once. Administrators do the same "
        "in the admin, under Settings, Users; this is for when none of them gets in. "
        "Nothing changes for other accounts."
    )

    def add_arguments(self, parser):
        parser.add_argument("username", help="the name that is signed in with")

    def handle(self, *args, username, **options):
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {username}.")
        factors, sessions = take_away(user)
        self.stdout.write(
            f"{username}: factors taken away: {factors}, sessions ended: {sessions}."
        )
