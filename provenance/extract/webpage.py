"""Web pages: two readings of one page, put together.

trafilatura (Barbaresi 2021, ACL demo) judges with precision which text is the story; our own walk over
the page gives the blocks, their order and their links, and brings back what the first reading lost in
the middle of the story: headings, list items, paragraphs beside kept ones.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.credit import find_credit, is_whole_line
from provenance.errors import EmptyPage
from provenance.extract.assembly import Block, Details, assemble, join
from provenance.extract.dates import address_date, date_line
from provenance.extract.furniture import is_byline, is_furniture, is_sentence_like, word_count
from provenance.extract.metadata import Metadata, read_metadata, web_address
from provenance.extract.plain import normalised, paragraphs
from provenance.extract.refusals import refuse_what_is_no_article
from provenance.extract.walk import Walked, parse, walk
from provenance.language import detect_language
from provenance.values import Article

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TAG = re.compile(r"<[^>]{1,500}>")
#: A shorter text inside a kept one may be there by chance.
_SHORTEST_INSIDE = 24
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_MOST_HEADING_WORDS = 30
#: How far behind the story its credit may stand.
_CREDIT_REACH = 12
#: The first reading lost the story if it has less than this share of the words of the fullest container.
_LOST_SHARE = 0.3
#: A line of nothing but links belongs to a menu.
_MENU_SHARE = 0.8


def read_webpage(text: str, url: str | None, article_id: str | None) -> Article:
    """The article of a page.

    Args:
        text: The markup.
        url: Where the page was fetched from.
        article_id: Kept verbatim; without one, the URL or a hash of the text stands in.

    Raises:
        ExtractionError: The page holds no article that can be read; the class says why.
    """
    text = normalised(text)
    tree = parse(text)
    if tree is None:
        raise EmptyPage("The page is empty; give the text of the article itself.")
    metadata = read_metadata(tree, url)
    page = walk(tree)
    blocks = page.blocks
    kept = _kept(blocks, _first_reading(tree, url) if page.tame else frozenset())
    if not kept and metadata.body:
        return _from_body(metadata.body, metadata, article_id)
    refuse_what_is_no_article(text, blocks, kept, metadata)
    taken = kept | _credits(blocks, kept)
    story = [_block(blocks[position], url) for position in sorted(taken)]
    title = metadata.title or _page_title(tree)
    headline = _headline(blocks, min(kept), title)
    if headline is not None and headline not in kept:
        story.insert(0, Block(blocks[headline].text, "heading"))
        taken.add(headline)
    joined, marks = join(_outside_the_story(story))
    language = metadata.language or detect_language(joined)
    printed = _printed_date(blocks, min(kept), language)
    published = metadata.published or printed or address_date(url or metadata.url)
    title = blocks[headline].text if headline is not None else title
    details = Details(title, metadata.url, metadata.outlet, published, metadata.language)
    left_out = tuple(block.text for position, block in enumerate(blocks) if position not in taken)
    return replace(assemble(joined, marks, details, article_id), left_out=left_out)


def _first_reading(tree: HtmlElement, url: str | None) -> frozenset[str]:
    import copy

    from trafilatura import bare_extraction

    document = bare_extraction(
        copy.deepcopy(tree),
        url=url,
        favor_precision=True,
        include_comments=False,
        include_links=True,
        output_format="xml",
        with_metadata=False,
    )
    if document is None or isinstance(document, dict) or document.body is None:
        return frozenset()
    whole = _squeezed("".join(document.body.itertext()))
    return frozenset([whole, *(_squeezed("".join(element.itertext())) for element in document.body.iter())])


def _kept(blocks: list[Walked], reading: frozenset[str]) -> set[int]:
    whole = max(reading, key=len, default="")
    kept = set()
    for position, block in enumerate(blocks):
        squeezed = _squeezed(block.text)
        if block.linked > _MENU_SHARE and not is_sentence_like(block.text):
            continue
        if squeezed in reading or (len(squeezed) >= _SHORTEST_INSIDE and squeezed in whole):
            kept.add(position)
    fullest = _fullest_container(blocks)
    words = sum(word_count(blocks[position].text) for position in kept if is_sentence_like(blocks[position].text))
    if words < _LOST_SHARE * sum(word_count(blocks[position].text) for position in fullest):
        kept |= fullest
    return kept | _restored(blocks, kept) if kept else kept


def _fullest_container(blocks: list[Walked]) -> set[int]:
    containers: dict[int, set[int]] = {}
    for position, block in enumerate(blocks):
        if is_sentence_like(block.text) and not block.aside and block.linked < 0.5:
            containers.setdefault(block.container, set()).add(position)
    return max(
        containers.values(),
        key=lambda members: sum(word_count(blocks[position].text) for position in members),
        default=set(),
    )


def _restored(blocks: list[Walked], kept: set[int]) -> set[int]:
    first, last = min(kept), max(kept)
    homes = {blocks[position].container for position in kept if is_sentence_like(blocks[position].text)}
    found = set()
    for position, block in enumerate(blocks):
        if position in kept or block.aside or block.linked >= 0.5 or block.container not in homes:
            continue
        if is_furniture(block.text) or is_byline(block.text):
            continue
        inside = first < position < last
        if is_sentence_like(block.text) or (inside and (block.tag in _HEADINGS or block.tag == "li")):
            found.add(position)
    return found


def _credits(blocks: list[Walked], kept: set[int]) -> set[int]:
    found = set()
    for position in range(min(kept), min(len(blocks), max(kept) + 1 + _CREDIT_REACH)):
        credit = find_credit(blocks[position].text)
        if credit is not None and is_whole_line(credit, blocks[position].text):
            found.add(position)
    return found


def _block(block: Walked, url: str | None) -> Block:
    text = block.text
    if is_furniture(text) or is_byline(text) or date_line(text, "en"):
        return Block(text, "furniture")
    heading = block.tag in _HEADINGS or (block.bold and not is_sentence_like(text))
    if heading and word_count(text) <= _MOST_HEADING_WORDS:
        return Block(text, "heading")
    return Block(text, "quote" if block.quoted else "body", web_address(block.href, url))


def _outside_the_story(story: list[Block]) -> list[Block]:
    """The blocks, with what stands before the first and after the last sentence labelled as furniture."""
    told = [position for position, block in enumerate(story) if is_sentence_like(block.text)]
    if not told:
        return story
    return [
        replace(block, kind="furniture")
        if block.kind == "body" and not told[0] <= position <= told[-1] and find_credit(block.text) is None
        else block
        for position, block in enumerate(story)
    ]


def _headline(blocks: list[Walked], first: int, title: str | None) -> int | None:
    wanted = _squeezed(title or "")
    tops = []
    for position, block in enumerate(blocks[: first + 1]):
        squeezed = _squeezed(block.text)
        same = squeezed == wanted or (word_count(block.text) >= 3 and (squeezed in wanted or wanted in squeezed))
        if wanted and same and (block.tag in _HEADINGS or block.bold):
            return position
        if block.tag == "h1" and not block.aside and word_count(block.text) >= 3:
            tops.append(position)
    return tops[-1] if tops else None


def _page_title(tree: HtmlElement) -> str | None:
    title = tree.find(".//title")
    text = " ".join((title.text_content() if title is not None else "").split())
    # Sites append their name to the title behind a bar or a dash.
    return re.split(r"\s+[|•·–—-]\s+(?=[^|•·–—]{1,40}$)", text)[0][:500] or None


def _printed_date(blocks: list[Walked], first: int, language: str) -> str | None:
    near = blocks[max(0, first - 15) : first + 4]
    return next((date for block in near if (date := date_line(block.text, language))), None)


def _from_body(body: str, metadata: Metadata, article_id: str | None) -> Article:
    text = normalised(html.unescape(_TAG.sub("\n", body)))
    details = Details(metadata.title, metadata.url, metadata.outlet, metadata.published, metadata.language)
    return assemble(text, paragraphs(text), details, article_id)


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()
