"""Word documents: what is printed is read, and packed files that are no documents are named."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml

from provenance.errors import EmptyPage, UnreadableFile
from provenance.extract import read_article

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FIRST = "The council of Belmar agreed on Monday to close the old bridge for a year."
SECOND = "Traffic will be led over the northern road, the mayor told reporters."


def packed(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def repacked(content: bytes, **changed: bytes) -> bytes:
    """The document with parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, changed.get(part.filename, old.read(part.filename)))
        for name in changed.keys() - set(old.namelist()):
            new.writestr(name, changed[name])
    return out.getvalue()


@pytest.fixture
def document() -> Document:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "The Belmar Courier"
    document.add_heading("Bridge to close", 0)
    document.add_paragraph(FIRST)
    document.add_heading("Traffic", 2)
    document.add_paragraph(SECOND)
    document.add_paragraph("It was the right decision.", "Quote")
    return document


def test_styles_tell_what_a_paragraph_is(document: Document) -> None:
    article = read_article(packed(document), name="bridge.docx")
    assert (article.title, article.language) == ("Bridge to close", "en")
    assert [(passage.kind, passage.text) for passage in article.passages] == [
        ("heading", "Bridge to close"),
        ("body", FIRST),
        ("heading", "Traffic"),
        ("body", SECOND),
        ("quote", "It was the right decision."),
    ]


def test_tables_insertions_and_links_are_read_and_deletions_are_not(document: Document) -> None:
    document.add_table(1, 1).cell(0, 0).text = "The closure costs four million florins, the town said."
    changes = (
        "<w:r><w:t>Work begins in </w:t></w:r><w:ins><w:r><w:t>April</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>May</w:delText></w:r></w:del>"
        "<w:hyperlink><w:r><w:t>, they said.</w:t></w:r></w:hyperlink>"
    )
    document.element.body.append(parse_xml(f"<w:p {NAMESPACE}>{changes}</w:p>"))
    texts = [passage.text for passage in read_article(packed(document)).passages]
    assert texts[-2:] == ["The closure costs four million florins, the town said.", "Work begins in April, they said."]


def entities() -> bytes:
    doubled = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "rain ">{doubled}]>'
        f"<w:document {NAMESPACE}><w:body><w:p><w:r><w:t>&e11;</w:t></w:r></w:p></w:body></w:document>"
    ).encode()


def zeros() -> bytes:
    return bytes(150_000_000)


@pytest.mark.parametrize(
    ("content", "kind", "complaint"),
    [
        (b"PK\x03\x04" + bytes(2000), UnreadableFile, "Word document or packed file is damaged"),
        (packed(docx.Document())[:-400], UnreadableFile, "damaged"),
        (packed(docx.Document()), EmptyPage, "holds no text"),
        (repacked(packed(docx.Document()), **{"word/document.xml": b"<w:document"}), UnreadableFile, "damaged"),
        (repacked(packed(docx.Document()), **{"word/media/a.png": zeros()}), UnreadableFile, "far more"),
    ],
    ids=["nothing", "cut", "empty", "not-xml", "bomb"],
)
def test_files_that_cannot_be_read(content: bytes, kind: type[Exception], complaint: str) -> None:
    with pytest.raises(kind, match=complaint):
        read_article(content)


def test_entities_are_not_expanded() -> None:
    with pytest.raises((EmptyPage, UnreadableFile)):
        read_article(repacked(packed(docx.Document()), **{"word/document.xml": entities()}))


def test_another_packed_file() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("article.txt", FIRST)
    with pytest.raises(UnreadableFile, match="unpack it"):
        read_article(file.getvalue())
