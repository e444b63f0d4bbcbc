"""Texts composed of the organisation's own words, the same in each run."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random

WORDS = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
)
RARELY = 500  # one text in so many has a rare word
CODES = ["6307.90", "2402.20", "0308.11", "2203.00", "8517.13", "2106.90", "1211.90"]


@dataclass(frozen=True)
class Text:
    """What a page says in one language."""

    title: str
    summary: str
    blocks: list[tuple[str, str]]


class Writer:
    """Writes about what the page at hand is about; ``place`` is where it was."""

    def __init__(self, seed: int):
        self.random = Random(seed)

    def about(self, members: list, kind: str) -> tuple[str, Text, Text]:
        """The place, and the same text in English and in French.

        ``kind`` is that of the title: news, events or resources.
        """
        choose = self.random.choice
        partner = self.random.randrange(len(WORDS["partners"]))
        topic = choose(WORDS["topics"])
        words = {
            "partner": WORDS["partners"][partner],
            "partner_fr": WORDS["partners_fr"][partner],
            "place": choose(WORDS["places"]),
            "members": ", ".join(member.title for member in members),
            "number": self.random.randint(6, 60),
            "code": choose(CODES),
        }
        title, summary = choose(WORDS[kind]), choose(WORDS["summaries"])
        sentences = self.random.sample(WORDS["sentences"], 8)
        if not self.random.randrange(RARELY):
            sentences[5] = WORDS["rare_sentence"]
            words["rare"] = choose(WORDS["rare"])
        heading = choose(WORDS["headings"])

        def text(language: int) -> Text:
            filled = words | {"topic": topic[language]}
            said = [sentence[language].format(**filled) for sentence in sentences]
            return Text(
                capitalised(title[language].format(**filled)),
                capitalised(summary[language].format(**filled)),
                [
                    ("text", paragraphs(said[:3], said[3:5])),
                    ("heading", heading[language]),
                    ("text", paragraphs(said[5:])),
                ],
            )

        return words["place"], text(0), text(1)


def capitalised(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


def paragraphs(*sentences: list[str]) -> str:
    """A paragraph of HTML for each list of sentences."""
    return "".join(f"<p>{' '.join(said)}</p>" for said in sentences)
