"""News posts and the communiqués of the annual conferences."""

from news.models.communiques import CommuniqueIndexPage, CommuniquePage
from news.models.posts import NewsFilterSet, NewsIndexPage, NewsKind, NewsPage

__all__ = [
    "CommuniqueIndexPage",
    "CommuniquePage",
    "NewsFilterSet",
    "NewsIndexPage",
    "NewsKind",
    "NewsPage",
]
