"""Folding of text, so that search finds words however they are typed."""

import re
import unicodedata
from functools import lru_cache

# A six-digit subheading of the Harmonized System, with or without national digits.
HS_CODE = re.compile(r"\b(\d{4})\.(\d{2})((?:\.\d{2,4})*)\b")
# The ʻokina and the apostrophes that stand in for it: "Nukuʻalofa" is one word.
APOSTROPHES = re.compile("[ʻʼ‘’'`]")
WORD = re.compile(r"\w+")
# What XML 1.0 cannot hold (section 2.2), and what pasting from elsewhere may bring.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def for_xml(text: str) -> str:
    """The text without the characters that XML forbids."""
    return NOT_IN_XML.sub("", text)


def fold(text: str) -> str:
    """Lower-case words without accents, apostrophes, ligatures or dots in HS codes.

    >>> fold("Nukuʻalofa: œuvre d’Océanie 6307.90")
    'nukualofa oeuvre doceanie 630790'
    """
    text = HS_CODE.sub(lambda code: code[0].replace(".", ""), text)
    text = APOSTROPHES.sub("", text.casefold())
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("æ", "ae"))
        text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(WORD.findall(text))


@lru_cache(maxsize=8)  # search asks for each text of a page five times
def fold_for_index(text: str) -> str:
    """The folded text, and what else people type for it.

    Every HS code brings its six-digit subheading and four-digit heading, so that 6307,
    6307.90 and 630790 all find 6307.90.10; a word after an elided article is indexed
    without it too, so that "Océanie" finds "d’Océanie".
    """
    codes = [f"{head} {head}{sub}" for head, sub, _ in HS_CODE.findall(text)]
    elided = re.findall(r"\b(?:[cdjlmnst]|qu)['’](\w+)", text, re.IGNORECASE)
    return " ".join([fold(text), *codes, *map(fold, elided)])
