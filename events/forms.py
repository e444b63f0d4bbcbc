"""The form by which people register for an event."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import for_xml
from events.models import EventRegistration


class RegistrationForm(forms.ModelForm):
    """What the organisers need to know, and no more."""

    class Meta:
        model = EventRegistration
        fields = ["name", "organisation", "country", "email", "notes"]
        labels = {"notes": _("Notes (optional)")}
        widgets = {
            "name": forms.TextInput({"autocomplete": "name"}),
            "organisation": forms.TextInput({"autocomplete": "organization"}),
            "country": forms.TextInput(
                {"autocomplete": "country-name", "list": "members"}
            ),
            "email": forms.EmailInput({"autocomplete": "email"}),
            "notes": forms.Textarea({"rows": 4}),
        }

    def clean(self):
        """Texts that mails and spreadsheets can hold; all but the notes on one line."""
        texts = {name: for_xml(text) for name, text in super().clean().items()}
        cleaned = {name: " ".join(text.split()) for name, text in texts.items()}
        if "notes" in texts:
            cleaned["notes"] = "\n".join(texts["notes"].splitlines())
        if "email" in texts:
            cleaned["email"] = cleaned["email"].lower()
        return cleaned
