"""The forms that differ from allauth's."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class PasskeyForm(AddWebAuthnForm):
    """Names a new passkey."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        required=False,
        max_length=60,
        help_text=_("So that you know it again, for example: Office computer"),
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without the password"),
        required=False,
        initial=True,
        help_text=_(
            "Your device then asks for your fingerprint, your face or its PIN. Leave "
            "this out for a simple security key that has none of these."
        ),
    )


class ResetForm(ResetPasswordForm):
    """Asks for a link to a new password.

    Whether there is an account is told to the address alone; and as a mail is sent either
    way, the time that the answer takes says nothing of it.
    """

    def save(self, request, **kwargs):
        if not self.users:
            address = self.cleaned_data["email"]
            get_adapter().send_mail("account/email/unknown_account", address, {})
        return super().save(request, **kwargs)
