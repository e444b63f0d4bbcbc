"""Reads what a response holds."""

import json

from bs4 import BeautifulSoup


def soup(response):
    """The page as a tree of elements."""
    return BeautifulSoup(response.content, "html.parser")


def words(response):
    """The text of the page's main part, its white space made single."""
    return " ".join(soup(response).main.get_text(" ").split())


def titles(response):
    """The titles of the cards in the page's main part, in their order."""
    cards = soup(response).main.select("article.card, article.event")
    return [card.find(["h2", "h3", "h4"]).get_text(strip=True) for card in cards]


def json_ld(response):
    """The page's structured data."""
    scripts = soup(response).select('script[type="application/ld+json"]')
    return [json.loads(script.string) for script in scripts]


def choices(response, name):
    """The values that a filter of the page offers, the empty one left out."""
    options = soup(response).select(f'form select[name="{name}"] option')
    return [option["value"] for option in options if option["value"]]
