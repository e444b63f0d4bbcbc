"""Old addresses, which lead to pages that may be read."""

from urllib.parse import urlsplit

from wagtail.contrib.redirects import middleware
from wagtail.contrib.redirects.models import Redirect

from core.querysets import published_pages


class RedirectMiddleware(middleware.RedirectMiddleware):
    """Leads on as Wagtail does, but tells strangers of no page that is not public.

    Wagtail keeps the old address of a draft too whose name was changed, and by that would
    tell the new one.
    """

    def process_response(self, request, response):
        answer = super().process_response(request, response)
        if answer is response:
            return response
        page = self.page_of(request)
        if page is None or published_pages().filter(pk=page.pk).exists():
            return answer
        return answer if page.live and request.user.is_authenticated else response

    def page_of(self, request):
        """The page that the asked address leads to; None where it leads elsewhere."""
        path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        for address in (path, urlsplit(path).path):
            if redirect := middleware.get_redirect(request, address):
                return redirect.redirect_page
        return None
