"""Our own reading of a page: its blocks of text in document order, in one pass and in linear time.

Nothing here decides what the story is; every block carries what that decision needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html
from lxml.html import HtmlElement

from provenance.errors import UnreadableFile
from provenance.extract.assembly import MOST_CHARACTERS

#: More than any article has; a larger page is a data dump or an attack.
_MOST_ELEMENTS = 300_000
#: Beyond these, readers that copy and compare trees take minutes.
_TAME_ELEMENTS = 12_000
_TAME_CHILDREN = 1_500

_SILENT = frozenset([
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video",
    "nav", "button", "select", "option", "input", "textarea", "label", "head", "map", "dialog", "menu", "datalist",
])  # fmt: skip
_ASIDE = frozenset(["aside", "footer", "figure", "figcaption"])
#: Blocks inside the element that holds the story, not holders of a story of their own.
_INSIDE = frozenset([
    "ul", "ol", "li", "blockquote", "p", "table", "tbody", "tr", "td", "dl", "dd", "dt", "center", "h1", "h2", "h3",
    "h4", "h5", "h6", "hr", "pre",
])  # fmt: skip
_BLOCKS = _INSIDE | frozenset([
    "div", "section", "article", "main", "header", "footer", "aside", "form", "fieldset", "figure", "figcaption",
    "address", "body", "html", "details", "summary", "th", "thead", "tfoot", "caption",
])  # fmt: skip
_ASIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?|respond|related|sidebar|share|sharing|social|newsletter|promo|breadcrumbs?|advert\w*|ads?|"
    r"cookies?|consent|gdpr|menu|popup|modal|footer|tags?|tag-list|recommend\w*|teasers?|most-?read|trending|widget|"
    r"pagination|login|disclaimer|byline|author-box|bio|caption|credits?-photo|print-only|screen-reader-text)(?:$|[\s_-])",
    re.IGNORECASE,
)
#: A line of more words before a single line break is running text.
_MOST_LINE_WORDS = 14
_BOLD = frozenset(["b", "strong"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class Walked:
    """One block of text of a page.

    `container` numbers the element that holds the block and its neighbours (lists and tables do not
    count); `linked` is the share of its characters that are link text; `aside` says that the page itself
    sets the block apart from its story; `bold` says that all of it is bold.
    """

    text: str
    tag: str
    container: int
    linked: float
    href: str | None
    aside: bool
    quoted: bool
    bold: bool


@dataclass(slots=True)
class Walk:
    """All blocks of a page; `tame` says that slower readers can be trusted with it."""

    blocks: list[Walked] = field(default_factory=list)
    tame: bool = True


def parse(text: str) -> HtmlElement | None:
    """The tree of a page, or None where there is none."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    if not text.strip():
        return None
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, collect_ids=False, encoding="utf-8")
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def walk(tree: HtmlElement) -> Walk:
    """Read the blocks of a page.

    Raises:
        UnreadableFile: The page is far larger than any article.
    """
    walker = _Walker()
    elements = 0
    skipping: HtmlElement | None = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            elements += 1
            if elements > _MOST_ELEMENTS or walker.characters > MOST_CHARACTERS:
                raise UnreadableFile("The page is far larger than an article; give the article's text as a file.")
            walker.out.tame = walker.out.tame and elements <= _TAME_ELEMENTS and len(element) <= _TAME_CHILDREN
            if skipping is None and _is_silent(element):
                skipping = element
            elif skipping is None:
                walker.open(element)
        elif skipping is None:
            walker.close(element)
            walker.add(element.tail)
        elif skipping is element:
            skipping = None
            walker.add(element.tail)
    walker.flush()
    return walker.out


def _is_silent(element: HtmlElement) -> bool:
    if element.tag in _SILENT:
        return True
    attributes = element.attrib
    if "hidden" in attributes or (attributes.get("aria-hidden") == "true" and element.tag not in {"body", "main"}):
        return True
    return bool(_HIDDEN.search(attributes.get("style", "")[:500])) or _is_site_header(element)


def _is_site_header(element: HtmlElement) -> bool:
    return element.tag == "header" and element.find(".//h1") is None and element.find(".//p") is None


class _Walker:
    def __init__(self) -> None:
        self.out = Walk()
        self.characters = 0
        self._text: list[str] = []
        self._link_characters = 0
        self._bold_characters = 0
        self._bolds = 0
        self._href: str | None = None
        self._links = 0
        self._asides = 0
        self._quotes = 0
        self._stack: list[tuple[str, int]] = [("body", 0)]
        self._containers = 0
        self._broken = False

    def open(self, element: HtmlElement) -> None:
        tag = str(element.tag)
        if tag == "br":
            if self._broken or self._line_stands_alone():
                self.flush()
            self._text.append("\n")
            self._broken = True
        if tag in _BLOCKS:
            self.flush()
            self._containers += tag not in _INSIDE
            self._stack.append((tag, self._stack[-1][1] if tag in _INSIDE else self._containers))
        self._asides += _is_aside(element)
        self._quotes += tag == "blockquote"
        self._bolds += tag in _BOLD
        if tag == "a":
            self._links += 1
            self._href = element.get("href") or self._href
        self.add(element.text)

    def close(self, element: HtmlElement) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS:
            self.flush()
            self._stack.pop()
        self._asides -= _is_aside(element)
        self._quotes -= tag == "blockquote"
        self._bolds -= tag in _BOLD
        self._links -= tag == "a"

    def add(self, text: str | None) -> None:
        if not text:
            return
        self._text.append(text)
        self.characters += len(text)
        if not text.isspace():
            self._broken = False
        if self._links:
            self._link_characters += len(text.strip())
        if self._bolds:
            self._bold_characters += len(text.strip())

    def _line_stands_alone(self) -> bool:
        # Old pages part headline, date and story by single breaks; a sentence goes on behind one.
        line = "".join(self._text).strip()
        return 0 < len(line.split()) <= _MOST_LINE_WORDS and line[-1] not in ",;-–—" and not line.endswith("\n")

    def flush(self) -> None:
        text = " ".join("".join(self._text).split())
        if text:
            tag, container = self._stack[-1]
            self.out.blocks.append(
                Walked(
                    text=text,
                    tag=tag,
                    container=container,
                    linked=self._link_characters / len(text),
                    href=self._href,
                    aside=self._asides > 0,
                    quoted=self._quotes > 0,
                    bold=self._bold_characters >= 0.9 * len(text),
                )
            )
        self._text.clear()
        self._link_characters, self._bold_characters, self._href, self._broken = 0, 0, None, False


def _is_aside(element: HtmlElement) -> bool:
    if element.tag in _ASIDE:
        return True
    if element.tag in {"html", "body", "main", "article"}:
        return False
    return any(_ASIDE_NAMES.search(name) for name in _names(element))


def _names(element: HtmlElement) -> Iterator[str]:
    for attribute in ("class", "id"):
        value = element.get(attribute)
        if value:
            yield value[:300]
