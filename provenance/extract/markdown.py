"""Markdown (CommonMark's common part): headings, quotes, lists and links become labelled plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.errors import UnreadableFile
from provenance.extract.assembly import MOST_CHARACTERS, Block, Details, assemble, join
from provenance.extract.dates import date_line, iso_date
from provenance.extract.furniture import is_furniture
from provenance.extract.metadata import web_address
from provenance.language import detect_language
from provenance.values import Article, PassageKind

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_SETTING = re.compile(r"([A-Za-z_-]{2,30}):[ \t]*(.{1,500})")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_QUOTE = re.compile(r" {0,3}>[ \t]?")
_ITEM = re.compile(r"[ \t]*(?:[*+-]|\d{1,3}[.)])[ \t]+(?=\S)")
_REFERENCE = re.compile(r" {0,3}\[([^\]\n]{1,200})\]:[ \t]*<?(\S{1,2000}?)>?(?:[ \t]+[\"'(].*)?")
_IMAGE = re.compile(r"!\[[^\]\n]{0,500}\](?:\([^()\n]{0,2000}\)|\[[^\]\n]{0,200}\])")
_LINK = re.compile(
    r"\[([^\[\]\n]{1,500})\]"
    r"\([ \t]*<?([^()\s]{0,2000}(?:\([^()\s]{0,200}\))?[^()\s]{0,200}?)>?(?:[ \t][^()\n]{0,300})?\)"
)
_REFERRED = re.compile(r"\[([^\[\]\n]{1,500})\]\[([^\[\]\n]{0,200})\]")
_AUTOLINK = re.compile(r"<(https?://[^\s<>]{1,2000})>")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")
_STRONG = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,3})(?=\S)([^*_\n]{1,2000}?)(?<=\S)\1(?![\w*_])")
_CODE = re.compile(r"`{1,2}([^`\n]{1,500})`{1,2}")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])")

_Raw = tuple[str, PassageKind, int]


def read_markdown(text: str, url: str | None, article_id: str | None) -> Article:
    """The article of a Markdown text.

    Args:
        text: The text, with its line ends unified.
        url: Where it was fetched from.
        article_id: Kept verbatim; without one, the URL or a hash of the text stands in.

    Raises:
        EmptyPage: There is no text.
        UnreadableFile: The text is longer than 3 million characters.
    """
    if len(text) > MOST_CHARACTERS:
        raise UnreadableFile("The text is far longer than an article; give the text of one article alone.")
    settings, text = _front_matter(text)
    links = {match[1].casefold(): match[2] for match in map(_REFERENCE.fullmatch, text.split("\n")) if match}
    blocks: list[Block] = []
    title = settings.get("title")
    for raw, kind, level in _blocks(_COMMENT.sub("", text)):
        clean, href = _inline(raw, links)
        if clean:
            title = title or (clean if level == 1 else None)
            blocks.append(Block(clean, "furniture" if is_furniture(clean) else kind, web_address(href, url)))
    joined, marks = join(blocks)
    language = settings.get("language") or settings.get("lang")
    stated = settings.get("date") or settings.get("published")
    spoken = language or detect_language(joined)
    published = iso_date(stated) or (date_line(stated, spoken) if stated else None)
    if published is None:
        published = next((date for block in blocks[:6] if (date := date_line(block.text, spoken))), None)
    outlet = settings.get("outlet") or settings.get("site")
    details = Details(title, url or web_address(settings.get("url"), None), outlet, published, language)
    return assemble(joined, marks, details, article_id or settings.get("id"))


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    match = _FRONT_MATTER.match(text.lstrip("\n"))
    if match is None:
        return {}, text
    settings: dict[str, str] = {}
    for line in match[1].split("\n"):
        setting = _SETTING.fullmatch(line.strip())
        if setting is not None:
            settings.setdefault(setting[1].lower(), setting[2].strip().strip("\"'"))
    return settings, text.lstrip("\n")[match.end() :]


def _blocks(text: str) -> Iterator[_Raw]:
    lines: list[str] = []
    kind: PassageKind = "body"
    fence: str | None = None
    for line in [*text.split("\n"), ""]:
        fenced = _FENCE.match(line)
        if fenced and fence in (None, fenced[1]):
            fence = None if fence else fenced[1]
            continue
        if fence is not None or _REFERENCE.fullmatch(line):
            continue
        underline = _UNDERLINE.fullmatch(line) if lines and kind == "body" else None
        if underline is not None:
            yield " ".join(lines), "heading", 1 if underline[1][0] == "=" else 2
            lines = []
            continue
        heading, quote, item = _HEADING.fullmatch(line), _QUOTE.match(line), _ITEM.match(line)
        rule = _RULE.fullmatch(line)
        starts = heading or rule or not line.strip() or item or (bool(quote) != (kind == "quote"))
        if lines and starts:
            yield " ".join(lines), kind, 0
            lines = []
        if heading:
            yield heading[2], "heading", len(heading[1])
        elif not rule:
            kind = "quote" if quote else "body"
            content = line[quote.end() :] if quote else line[item.end() :] if item else line
            if content.strip():
                lines.append(content.strip())
            elif lines:
                yield " ".join(lines), kind, 0
                lines = []


def _inline(raw: str, links: dict[str, str]) -> tuple[str, str | None]:
    found: list[str] = []

    def linked(match: re.Match[str]) -> str:
        found.append(match[2])
        return match[1]

    def referred(match: re.Match[str]) -> str:
        found.append(links.get((match[2] or match[1]).casefold(), ""))
        return match[1]

    text = _IMAGE.sub("", raw)
    text = _REFERRED.sub(referred, _LINK.sub(linked, text))
    text = _TAG.sub("", _AUTOLINK.sub(r"\1", text))
    text = _CODE.sub(r"\1", _STRONG.sub(r"\2", _STRONG.sub(r"\2", text)))
    text = " ".join(_ESCAPED.sub(r"\1", text).split())
    return text, found[-1] if found and found[-1] else None
