"""One's account in the admin, as Wagtail has it but for what this site does not take."""

from wagtail.admin.views import account


class AccountView(account.AccountView):
    """Without a profile picture.

    Wagtail stores it as it comes, with the place it was taken at and unscanned, and where
    this site serves nothing from.
    """

    def get_panels(self):
        return [
            panel
            for panel in super().get_panels()
            if not isinstance(panel, account.AvatarSettingsPanel)
        ]
