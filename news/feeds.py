"""The Atom feed of news (RFC 4287): all of it, or what the filters leave."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from core.navigation import absolute, address, in_language
from core.querysets import active_language
from core.text import for_xml
from news.models import NewsFilterSet


class NewsFeed(Feed):
    """The newest thirty posts; ``?priority=``, ``?member=`` and the like as on the page."""

    feed_type = Atom1Feed
    size = 30

    def get_object(self, request):
        filterset = NewsFilterSet(request.GET, request=request)
        if filterset.form.errors:
            raise Http404
        return filterset

    def title(self, filterset):
        about = for_xml(" · ".join(filterset.active.values()))
        name = _("News of the Oceania Customs Organisation")
        if not about:
            return name
        return _("%(name)s: %(about)s") % {"name": name, "about": about}

    def link(self, filterset):
        query = filterset.request.GET.urlencode()
        path = in_language("/news/", active_language())
        return absolute(f"{path}?{query}" if query else path)

    def feed_url(self, filterset):
        return absolute(filterset.request.get_full_path())

    def items(self, filterset):
        # A feed tells more of each post than the list does.
        return filterset.qs.defer(None)[: self.size]

    def item_title(self, post):
        return for_xml(post.title)

    def item_description(self, post):
        return for_xml(post.summary)

    def item_link(self, post):
        return absolute(address(post))

    def item_guid(self, post):
        return f"urn:uuid:{post.translation_key}"

    def item_pubdate(self, post):
        return timezone.make_aware(datetime.combine(post.date, time()))

    def item_updateddate(self, post):
        return post.last_published_at or self.item_pubdate(post)
