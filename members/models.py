"""The member administrations, each with a profile."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from core.cross_links import CrossLinkTarget
from core.dates import Precision, in_words, utc_offset_in_words
from core.languages import LANGUAGE_NAMES
from core.models import BasePage, WithBody
from core.pdf import WithPdf
from core.prepared import prepared
from core.querysets import BasePageQuerySet
from core.text import fold
from core.timezones import TimeZoneField, zone_named


class SubRegion(models.TextChoices):
    """The parts of the Pacific, as the organisation groups its members."""

    MELANESIA = "melanesia", _("Melanesia")
    MICRONESIA = "micronesia", _("Micronesia")
    POLYNESIA = "polynesia", _("Polynesia")
    AUSTRALASIA = "australasia", _("Australia and New Zealand")
    SOUTHEAST_ASIA = "southeast_asia", _("South-East Asia")


class MemberQuerySet(BasePageQuerySet):
    """Words for members."""

    def present(self):
        """Those that are members today."""
        return self.filter(left_on=None)


def by_name(member):
    """Sorts names as people do, whatever the database: “États fédérés” before “Fidji”."""
    return fold(member.title)


class MemberIndexPage(BasePage):
    """The map of the members and the list beside it."""

    max_count_per_parent = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["members.MemberPage"]

    class Meta:
        verbose_name = _("members index")

    @cached_property
    def members(self):
        """All present members."""
        return MemberPage.all_present()

    @cached_property
    def sub_regions(self) -> list[tuple[str, list]]:
        """The members by sub-region, in the order of the choices."""
        groups = [
            (label, [m for m in self.members if m.sub_region == value])
            for value, label in SubRegion.choices
        ]
        return [(label, members) for label, members in groups if members]


class MemberPage(CrossLinkTarget, WithPdf, WithBody):
    """A member's profile, which lists back what is tagged with it."""

    iso_code = models.CharField(
        _("country code"),
        max_length=2,
        validators=[
            RegexValidator("^[A-Z]{2}$", _("Two capital letters, for example: FJ"))
        ],
        help_text=_("ISO 3166-1 alpha-2, for example: FJ"),
    )
    official_name = models.CharField(
        _("official name"),
        max_length=120,
        blank=True,
        help_text=_("For example: Republic of Fiji"),
    )
    # "aliases" is taken: Wagtail's pages have such copies of themselves.
    also_known_as = models.CharField(
        _("other names"),
        max_length=200,
        blank=True,
        help_text=_(
            "Divided by commas; search finds them. For example: FSM, Micronesia"
        ),
    )
    political_status = models.CharField(
        _("political status"),
        max_length=120,
        blank=True,
        help_text=_("For example: independent state"),
    )
    customs_name = models.CharField(
        _("customs administration"),
        max_length=160,
        help_text=_("For example: Fiji Revenue and Customs Service"),
    )
    head_name = models.CharField(
        _("head of administration"), max_length=120, blank=True
    )
    head_title = models.CharField(
        _("title of the head"),
        max_length=120,
        blank=True,
        help_text=_("For example: Comptroller of Customs"),
    )
    head_since = models.PositiveSmallIntegerField(
        _("in office since"), null=True, blank=True, help_text=_("The year.")
    )
    address = models.TextField(_("address"), blank=True)
    phone = models.CharField(
        _("telephone"),
        max_length=60,
        blank=True,
        help_text=_("With the country’s code, for example: +679 331 0000"),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    office_hours = models.CharField(
        _("office hours"),
        max_length=120,
        blank=True,
        help_text=_("Local time, for example: Monday to Friday, 8:00–16:30"),
    )
    capital = models.CharField(_("capital"), max_length=80, blank=True)
    seat = models.CharField(
        _("seat of customs"),
        max_length=80,
        blank=True,
        help_text=_("If it is not in the capital."),
    )
    latitude = models.FloatField(
        _("latitude"),
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees, south is negative, for example: -18.1416"),
    )
    longitude = models.FloatField(
        _("longitude"),
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees, west is negative, for example: 178.4415"),
    )
    time_zone = TimeZoneField(_("time zone"))
    languages = models.CharField(
        _("languages"),
        max_length=60,
        blank=True,
        help_text=_("Codes (BCP 47) divided by commas, for example: en, fj, hif"),
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[
            RegexValidator("^[A-Z]{3}$", _("Three capital letters, for example: FJD"))
        ],
        help_text=_("ISO 4217, for example: FJD"),
    )
    sub_region = models.CharField(
        _("sub-region"), max_length=20, choices=SubRegion.choices
    )
    joined_on = models.DateField(_("member since"), null=True, blank=True)
    joined_precision = models.CharField(
        _("precision"),
        max_length=5,
        choices=Precision.choices,
        default=Precision.YEAR,
    )
    left_on = models.DateField(
        _("left on"),
        null=True,
        blank=True,
        help_text=_("Former members leave the map and the count."),
    )
    left_precision = models.CharField(
        _("precision"),
        max_length=5,
        choices=Precision.choices,
        default=Precision.YEAR,
    )
    declaration_system = models.CharField(
        _("declaration system"),
        max_length=80,
        blank=True,
        help_text=_("For example: ASYCUDA World"),
    )
    hs_edition = models.CharField(
        _("edition of the Harmonized System"),
        max_length=40,
        blank=True,
        help_text=_("In force, for example: HS 2022"),
    )
    wco_member = models.BooleanField(
        _("member of the World Customs Organization"), null=True, blank=True
    )
    wco_member_since = models.PositiveSmallIntegerField(
        _("since"), null=True, blank=True, help_text=_("The year.")
    )
    revised_kyoto = models.BooleanField(
        _("party to the Revised Kyoto Convention"), null=True, blank=True
    )
    ports_of_entry = models.TextField(
        _("ports of entry"),
        blank=True,
        help_text=_("Divided by commas, for example: Suva, Lautoka, Nadi airport"),
    )
    confirmed_on = models.DateField(
        _("confirmed on"),
        null=True,
        blank=True,
        help_text=_("The day the member last confirmed what stands here."),
    )

    objects = PageManager.from_queryset(MemberQuerySet)()
    pdf_view = "member_pdf"
    # The map, its list and the contacts show these.
    listed_with = [
        *["iso_code", "customs_name", "capital", "sub_region", "time_zone"],
        *["latitude", "longitude", "address", "phone", "email", "website"],
        *["office_hours"],
    ]

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel(["iso_code", "sub_region"]),
                "official_name",
                "also_known_as",
                "political_status",
                FieldRowPanel(["joined_on", "joined_precision"]),
                FieldRowPanel(["left_on", "left_precision"]),
                "confirmed_on",
            ],
            heading=_("Member"),
        ),
        MultiFieldPanel(
            [
                "customs_name",
                FieldRowPanel(["head_name", "head_title", "head_since"]),
                "address",
                FieldRowPanel(["phone", "email"]),
                FieldRowPanel(["website", "office_hours"]),
            ],
            heading=_("Customs administration"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["capital", "seat"]),
                FieldRowPanel(["latitude", "longitude"]),
                "time_zone",
                FieldRowPanel(["languages", "currency"]),
            ],
            heading=_("Place"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["declaration_system", "hs_edition"]),
                FieldRowPanel(["wco_member", "wco_member_since"]),
                "revised_kyoto",
                "ports_of_entry",
            ],
            heading=_("For traders and officers"),
        ),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.FilterField("iso_code")]
    parent_page_types = ["members.MemberIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")

    def clean(self):
        super().clean()
        twins = MemberPage.objects.filter(
            iso_code=self.iso_code, locale_id=self.locale_id
        ).exclude(pk=self.pk)
        if self.iso_code and (twin := twins.first()):
            raise ValidationError(
                {
                    "iso_code": _("%(code)s is already the code of %(name)s.")
                    % {"code": self.iso_code, "name": twin.title}
                }
            )
        if self.joined_on and self.left_on and self.left_on < self.joined_on:
            raise ValidationError(
                {"left_on": _("The member would leave before it joined.")}
            )

    @property
    def search_title(self):
        return f"{self.title}, {self.also_known_as}"

    @property
    def search_parts(self):
        return [
            *super().search_parts,
            self.iso_code,
            self.official_name,
            self.customs_name,
            self.capital,
            self.seat,
            self.ports_of_entry,
        ]

    @property
    def flag(self) -> str:
        """The static path of the flag."""
        return f"flags/{self.iso_code.lower()}.svg"

    @property
    def about(self) -> str:
        """What the map says below the name: "Fiji Revenue and Customs Service · Suva"."""
        return " · ".join(filter(None, (self.customs_name, self.capital)))

    @property
    def longitude_360(self) -> float:
        """The longitude from 0 to 360 east, so that the Pacific has no seam."""
        return self.longitude % 360

    @property
    def local_now(self) -> datetime:
        """The time it is at the member now."""
        now = timezone.now().replace(microsecond=0)
        return now.astimezone(zone_named(self.time_zone))

    @property
    def utc_offset(self) -> str:
        """The member's offset from UTC now: "UTC+12", "UTC−9:30"."""
        return utc_offset_in_words(self.local_now)

    @property
    def language_names(self):
        """The names of the languages; a code that is not known stands for itself."""
        codes = [code.strip() for code in self.languages.split(",") if code.strip()]
        return [LANGUAGE_NAMES.get(code, code) for code in codes]

    @property
    def member_since(self) -> str:
        """When the member joined, as exactly as it is known."""
        return in_words(self.joined_on, self.joined_precision) if self.joined_on else ""

    @property
    def member_until(self) -> str:
        """When the member left, as exactly as it is known."""
        return in_words(self.left_on, self.left_precision) if self.left_on else ""

    @classmethod
    def all_present(cls) -> list["MemberPage"]:
        """The published members of today, by name."""
        return sorted(present_members(), key=by_name)

    @classmethod
    def names_present(cls) -> list:
        """The names and time zones of the same members, as rows."""
        return sorted(names_of_present(), key=by_name)


def present():
    """The published members of today."""
    return MemberPage.objects.published().in_active_language().present()


@prepared
def present_members():
    """The same with what lists show of them."""
    return present().for_lists()


@prepared
def names_of_present():
    """The same by name and time zone, for to make a page takes longer."""
    return present().values_list("title", "time_zone", named=True)
