"""The words that lists of events are made of."""

from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from core.querysets import HostedQuerySet


class EventQuerySet(HostedQuerySet):
    """Words for events."""

    def upcoming(self):
        """Those that are not over anywhere, the first to begin first."""
        return self.filter(over_at__gt=timezone.now()).soonest_first()

    def past(self):
        """Those that are over everywhere, the last first."""
        over = self.filter(over_at__lte=timezone.now())
        return over.order_by("-start_date", "-start_time", "-pk")

    def soonest_first(self):
        """By date; what is only known to the month or year comes after what is dated."""
        return self.order_by(
            "start_date", "end_date", "start_time", "series_order", "pk"
        )

    def nearest(self):
        """Coming events, the soonest first; then past ones, the last first."""
        coming = Q(over_at__gt=timezone.now())
        return self.order_by(
            Case(When(coming, then=Value(0)), default=Value(1)),
            Case(When(coming, then=F("start_date"))),
            "-start_date",
            "pk",
        )
