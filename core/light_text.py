"""Light text, as the demonstration's data files hold it, made into a body."""

import re

from django.utils.html import escape

LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
PHRASE = re.compile(
    r"\[([^\]]+)\]\{([a-z]{2,3})\}"
)  # [words]{the code of their language}
SPACES = re.compile(r"[ \t\n]+")  # and none that forbids a break
BOLD = re.compile(r"\*\*(.+?)\*\*")


def inline_html(text: str) -> str:
    """One paragraph's or list item's text as HTML: links, bold words, foreign phrases."""
    html = LINK.sub(r'<a href="\2">\1</a>', escape(SPACES.sub(" ", text.strip())))
    html = PHRASE.sub(r'<span lang="\2">\1</span>', html)
    return BOLD.sub(r"<b>\1</b>", html)


def paragraph_html(text: str) -> str:
    """A paragraph, a list or a small heading as HTML."""
    if text.startswith("### "):
        return f"<h3>{inline_html(text[4:])}</h3>"
    if text.startswith("- "):
        items = re.split(r"\n?^- ", text, flags=re.MULTILINE)[1:]
        return f"<ul>{''.join(f'<li>{inline_html(item)}</li>' for item in items)}</ul>"
    return f"<p>{inline_html(text)}</p>"


def rich_text(text: str) -> str:
    """Light text as the HTML of one rich-text field."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "".join(map(paragraph_html, filter(None, paragraphs)))


def story(text: str) -> list[tuple[str, str]]:
    """Light text as the blocks of a body: headings, and the text between them."""
    blocks = []
    for part in re.split(r"^(## .+)$", text.strip(), flags=re.MULTILINE):
        if part.startswith("## "):
            blocks.append(("heading", part[3:].strip()))
        elif part.strip():
            blocks.append(("text", rich_text(part)))
    return blocks
