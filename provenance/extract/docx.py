"""Word documents (.docx)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from provenance.errors import EmptyPage, UnreadableFile
from provenance.extract.assembly import Block, Details, assemble, join
from provenance.extract.furniture import is_furniture
from provenance.extract.plain import normalised
from provenance.values import Article, PassageKind

if TYPE_CHECKING:
    from docx.document import Document

#: Bytes that a document may unpack to, and the parts it may have; pictures are never unpacked here.
LARGEST_UNPACKED = 100_000_000
MOST_PARTS = 5_000
_DOCUMENT = "word/document.xml"
_ANOTHER = "save it again from your word processor, or give the text itself"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = frozenset([f"{_W}br", f"{_W}cr", f"{_W}tab"])
#: Beginnings of the built-in styles' names, which Word keeps in English in every language.
_STYLES: dict[str, PassageKind] = {"heading": "heading", "title": "heading", "quote": "quote", "intense quote": "quote"}


def read_docx(content: bytes, url: str | None, article_id: str | None) -> Article:
    """The article of a Word document: its body with what was inserted, without what was deleted.

    Args:
        content: The file.
        url: Where it was fetched from.
        article_id: Kept verbatim; without one, the URL or a hash of the text stands in.

    Raises:
        EmptyPage: There is no text in it.
        UnreadableFile: It is another packed file, damaged, locked, or unpacks to far too much.
    """
    _expect_a_document(content)
    document = _open(content)
    styles = _kinds(document)
    blocks = [block for block in _blocks(document, styles) if block.text]
    if not any(block.kind != "furniture" for block in blocks):
        raise EmptyPage("This Word document holds no text; give the text of the article itself.")
    text, marks = join(blocks)
    headline = next((block.text for block in blocks if block.kind == "heading"), None)
    title = normalised(document.core_properties.title or "").strip()
    return assemble(text, marks, Details(headline or title or None, url), article_id)


def _expect_a_document(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            unpacked = sum(part.file_size for part in parts)
            known = _DOCUMENT in packed.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableFile(f"This Word document or packed file is damaged; {_ANOTHER}.") from error
    if not known:
        raise UnreadableFile("This is a packed file, not a Word document; unpack it and give the article inside.")
    # The sizes are as declared; what is longer than declared is refused when it is unpacked.
    if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED:
        raise UnreadableFile(f"This Word document unpacks to far more than an article; {_ANOTHER}.")


def _open(content: bytes) -> Document:
    import docx

    try:
        return docx.Document(io.BytesIO(content))
    # Its readers of packages and of XML fail in many ways of their own.
    except Exception as error:
        raise UnreadableFile(f"This Word document is damaged or locked with a password; {_ANOTHER}.") from error


def _kinds(document: Document) -> dict[str, PassageKind]:
    """The kind of passage that each style makes, by the style's id."""
    found: dict[str, PassageKind] = {}
    for style in document.styles:
        name = (style.name or "").casefold()
        for beginning, kind in _STYLES.items():
            if name.startswith(beginning):
                found[style.style_id] = kind
    return found


def _blocks(document: Document, styles: dict[str, PassageKind]) -> Iterator[Block]:
    for paragraph in document.element.body.iter(f"{_W}p"):
        if any(ancestor.tag == _FALLBACK for ancestor in paragraph.iterancestors()):
            continue
        text = " ".join(normalised("".join(_runs(paragraph))).split())
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        kind = styles.get(style.get(f"{_W}val") if style is not None else "", "body")
        yield Block(text, "furniture" if kind == "body" and is_furniture(text) else kind)


def _runs(paragraph: Any) -> Iterator[str]:  # noqa: ANN401 - an lxml element
    """The text of a paragraph; a text box anchored in it has paragraphs of its own."""
    for element in paragraph.iter(f"{_W}t", *_BREAKS):
        if next(element.iterancestors(f"{_W}p")) is paragraph:
            yield (element.text or "") if element.tag == f"{_W}t" else " "
