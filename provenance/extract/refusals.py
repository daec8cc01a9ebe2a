"""Pages that hold no article, told apart so that the reader knows what to do."""

from __future__ import annotations

from provenance.errors import CookieWallPage, EmptyPage, NotAnArticle, PaywallPage
from provenance.extract.furniture import is_sentence_like, mentions, word_count
from provenance.extract.metadata import Metadata
from provenance.extract.walk import Walked

#: A story that goes on for longer than this was delivered, whatever the page sells.
_TEASER_WORDS = 150
_SHORTEST_STORY_WORDS = 8
_STUB_WORDS = 60
_NEAR = 8
_LISTED_HEADINGS = 5
_HEADINGS = frozenset(["h1", "h2", "h3", "h4"])


def refuse_what_is_no_article(markup: str, blocks: list[Walked], kept: set[int], metadata: Metadata) -> None:
    """Raise for a page without an article.

    Args:
        markup: The page.
        blocks: All its blocks of text.
        kept: Positions of the blocks that tell the story.
        metadata: What the page states about itself.

    Raises:
        EmptyPage: There is no text, or a script draws it.
        CookieWallPage: Only the consent notice was delivered.
        PaywallPage: The story ends at a paywall.
        NotAnArticle: There is text, but no story.
    """
    story = [blocks[position].text for position in sorted(kept) if is_sentence_like(blocks[position].text)]
    words = sum(map(word_count, story))
    visible = "\n".join(block.text for block in blocks)
    drawn = words < _STUB_WORDS and mentions("\n".join(story) or visible + markup[:200_000], "script_wanted") > 0
    if drawn:
        raise EmptyPage("The site draws this page with a script; open it in a browser, save it and give the file.")
    if not visible:
        raise EmptyPage("The page has no text; open it in a browser and give its text as a file.")
    if mentions("\n".join(story) if story else visible, "consent") >= (2 if story else 3) and words < _TEASER_WORDS:
        raise CookieWallPage(
            "The site delivered only its cookie notice; open the page in a browser, save it and give the file instead."
        )
    if _is_paywalled(blocks, kept, metadata, words):
        raise PaywallPage(
            "The story ends at a paywall; log in with your browser, save the page and give the file instead."
        )
    if words < _SHORTEST_STORY_WORDS:
        raise NotAnArticle("This page has text but no story; give the address of a single article.")
    if _is_listing(blocks, kept, metadata):
        raise NotAnArticle("This page lists several stories; open one of them and give its address.")


def _is_paywalled(blocks: list[Walked], kept: set[int], metadata: Metadata, words: int) -> bool:
    if words >= _TEASER_WORDS or metadata.free is True:
        return False
    if metadata.free is False:
        return True
    if not kept:
        return False
    near = "\n".join(block.text for block in blocks[min(kept) : max(kept) + 1 + _NEAR])
    return mentions(near, "paywall") > 0


def _is_listing(blocks: list[Walked], kept: set[int], metadata: Metadata) -> bool:
    if metadata.declared:
        return False
    linked = [block for block in blocks if block.tag in _HEADINGS and block.linked > 0.5 and not block.aside]
    if len(linked) < _LISTED_HEADINGS:
        return False
    counts: dict[int, int] = {}
    for position in kept:
        if is_sentence_like(blocks[position].text):
            counts[blocks[position].container] = counts.get(blocks[position].container, 0) + 1
    home, paragraphs = max(counts.items(), key=lambda item: item[1])
    among = sum(block.container == home for block in linked)
    return paragraphs < 3 or among >= 0.6 * paragraphs
