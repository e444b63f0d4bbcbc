"""Registering for events: how it is done, who has done it, and who tries too often."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, HelpPanel, MultiFieldPanel

from core.dates import in_words, last_day, utc_offset_in_words
from core.models import SiteSettings
from core.navigation import page_language
from core.prepared import prepared
from core.timezones import zone_named
from events.models.choices import EventStatus


class RegistrationState(StrEnum):
    """Whether an event's form can be filled in."""

    NOT_YET = "not yet"
    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"


class RegistrationNotOpen(Exception):
    """The form was closed, or the last place was taken, while it was filled in."""


# How the form is set up; the translations of an event have it from their original.
FORM = [
    "takes_registrations",
    "registration_opens",
    "registration_closes",
    "places",
    "organiser_email",
]


class WithRegistration(models.Model):
    """How to register for an event: in words, at an address, by e-mail or by a form.

    The form is set up on the original; all translations share it and its places.
    """

    registration = models.TextField(
        _("how to register"),
        blank=True,
        help_text=_("For example: Members nominate one officer by e-mail."),
    )
    registration_url = models.URLField(_("registration page"), blank=True)
    registration_email = models.EmailField(
        _("e-mail to register with"),
        blank=True,
        help_text=_("Shown on the page, for people to write to."),
    )
    takes_registrations = models.BooleanField(
        _("take registrations by a form on this site"), default=False
    )
    registration_opens = models.DateField(
        _("first day of the form"),
        null=True,
        blank=True,
        help_text=_("Empty: at once."),
    )
    registration_closes = models.DateField(
        _("last day of the form"),
        null=True,
        blank=True,
        help_text=_(
            "Still open on that day. Empty: until the event begins; without exact "
            "times, the whole of its first day."
        ),
    )
    places = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("The form closes when so many have registered. Empty: no limit."),
    )
    organiser_email = models.EmailField(
        _("e-mail of the organisers"),
        blank=True,
        help_text=_(
            "Registrations are sent there, and people who registered may write to it. "
            "Empty: the contact e-mail of the site settings."
        ),
    )

    registration_panel = MultiFieldPanel(
        [
            "registration",
            FieldRowPanel(["registration_url", "registration_email"]),
            "takes_registrations",
            FieldRowPanel(["registration_opens", "registration_closes"]),
            FieldRowPanel(["places", "organiser_email"]),
            HelpPanel(template="events/admin/registrations.html"),
        ],
        heading=_("Registering"),
        help_text=_(
            "The form of the English page serves all languages; set it up there."
        ),
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Keep the form the same in all languages, so that none has to ask for it.

        A save of a few fields is Wagtail's, of a draft whose form is not in force.
        """
        if kwargs.get("update_fields") is not None:
            super().save(*args, **kwargs)
            return
        original = self.original
        form = {name: getattr(original, name) for name in FORM}
        for name, value in form.items():
            setattr(self, name, value)
        super().save(*args, **kwargs)
        if original is self:
            versions = type(self).objects.filter(translation_key=self.translation_key)
            versions.exclude(pk=self.pk).update(**form)

    def registration_errors(self) -> dict:
        """What is wrong with how the form is set up, by field."""
        if not self.takes_registrations:
            return {}
        errors = {}
        opens = self.registration_opens
        if opens and self.start_date and opens > self.closes_on:
            errors["registration_opens"] = _(
                "The form would close before it opens: its last day is %(day)s."
            ) % {"day": in_words(self.closes_on)}
        if not self.organisers_address:
            errors["organiser_email"] = _(
                "Say who gets the registrations: the site settings have no e-mail."
            )
        return errors

    @property
    def original(self):
        """The version of the event whose form and places all languages share."""
        # A page that is being created gets its language from where it is put.
        if not self.locale_id or page_language(self) == settings.LANGUAGE_CODE:
            return self
        versions = type(self).objects.filter(
            translation_key=self.translation_key,
            locale__language_code=settings.LANGUAGE_CODE,
        )
        return versions.first() or self

    @property
    def organisers_address(self) -> str:
        """Where registrations are sent."""
        return self.organiser_email or SiteSettings.load().email

    @property
    def closes_at_start(self) -> bool:
        """Whether the form closes at the moment the event begins, not with a day."""
        return bool(self.starts_at and not self.registration_closes)

    @property
    def closes_on(self):
        """The last day on which the form is open."""
        return self.registration_closes or last_day(self.start_date, self.precision)

    @property
    def registration_zone(self) -> ZoneInfo:
        """The time zone by which the form opens and closes."""
        return zone_named(self.time_zone or settings.TIME_ZONE)

    def registration_day(self, day) -> str:
        """A day in words that says by whose clock: "3 May 2027 (UTC+12)"."""
        midnight = datetime.combine(day, time(), self.registration_zone)
        return f"{in_words(day)} ({utc_offset_in_words(midnight)})"

    @property
    def opens_in_words(self) -> str:
        return self.registration_day(self.registration_opens)

    @property
    def closes_in_words(self) -> str:
        return self.registration_day(self.closes_on)

    @property
    def number_registered(self) -> int:
        """How many have registered, in all languages; also of an unsaved preview.

        No query where the one for the page has counted already.
        """
        counted = getattr(self, "registrations_counted", None)
        if counted is not None:
            return counted
        return registrations_for.count(key=self.translation_key)

    @property
    def places_left(self) -> int | None:
        """How many places are free; None where they are not limited."""
        return max(self.places - self.number_registered, 0) if self.places else None

    @property
    def registration_state(self) -> RegistrationState | None:
        """Whether the form can be filled in now; None if there is none, or no longer."""
        if not self.takes_registrations or self.get_over_at() <= timezone.now():
            return None
        today = timezone.localdate(timezone=self.registration_zone)
        if self.closes_at_start:
            is_closed = self.starts_at <= timezone.now()
        else:
            is_closed = today > self.closes_on
        if is_closed or self.status == EventStatus.CANCELLED:
            return RegistrationState.CLOSED
        if self.registration_opens and today < self.registration_opens:
            return RegistrationState.NOT_YET
        is_full = self.places_left == 0
        return RegistrationState.FULL if is_full else RegistrationState.OPEN

    def register(self, email: str, **values):
        """Enter somebody, once; returns the registration and whether it is new.

        Raises RegistrationNotOpen. The event's row is locked meanwhile, so that two
        cannot take the last place.
        """
        with transaction.atomic():
            event = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            # First, so that a closed form does not tell who is registered.
            if event.registration_state != RegistrationState.OPEN:
                raise RegistrationNotOpen
            known = event.registrations.filter(email=email).first()
            if known:
                return known, False
            return event.registrations.create(email=email, **values), True


class EventRegistration(models.Model):
    """Somebody who registered for an event; an e-mail address does so once."""

    event = models.ForeignKey(
        "events.EventPage",
        on_delete=models.CASCADE,
        related_name="registrations",
        verbose_name=_("event"),
    )
    name = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=160)
    country = models.CharField(_("country or territory"), max_length=80)
    email = models.EmailField(_("e-mail"))
    notes = models.TextField(
        _("notes"),
        max_length=2_000,
        blank=True,
        help_text=_("For example: a question, or what you need in order to take part."),
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    created_at = models.DateTimeField(_("registered at"), auto_now_add=True)
    organisers_mailed_at = models.DateTimeField(
        _("sent to the organisers at"), null=True, editable=False
    )
    confirmed_at = models.DateTimeField(
        _("confirmation sent at"), null=True, editable=False
    )

    # An event is not "used" by those who registered for it.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email"], name="one_registration_for_an_address"
            )
        ]
        default_permissions = ["view", "delete"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")

    def __str__(self):
        # No name: the admin's log keeps this text when the registration is deleted.
        return _("Registration %(number)s") % {"number": self.pk}


@prepared
def registrations_for(key):
    """Who has registered for an event, in all its languages."""
    found = EventRegistration.objects.filter(event__translation_key=key)
    return found.order_by().only("pk")


class RegistrationAttempt(models.Model):
    """That somebody sent a form, kept for an hour to see who does so too often.

    In the database, beside what it guards: a cache may forget.
    """

    KEPT_FOR = timedelta(hours=1)
    # Whole offices share the one address of their satellite link.
    LIMIT = 20

    sender = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = []

    def __str__(self):
        return self.sender

    @classmethod
    def delete_old(cls):
        """Forget what no longer counts."""
        cls.objects.filter(made_at__lte=timezone.now() - cls.KEPT_FOR).delete()

    @classmethod
    def is_one_too_many(cls, sender: str) -> bool:
        """Whether the sender has reached the limit; if not, this attempt is counted."""
        cls.delete_old()
        if cls.objects.filter(sender=sender).count() >= cls.LIMIT:
            return True
        cls.objects.create(sender=sender)
        return False
