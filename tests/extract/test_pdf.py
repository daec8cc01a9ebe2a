"""PDF files: paragraphs, headings and running heads by their places, and files that are none."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import pytest

from provenance.errors import EmptyPage, ProvenanceError, UnreadableFile
from provenance.extract import read_article
from provenance.values import Article

#: left, baseline (from below, on a page of 600 by 800), size, text
Printed = tuple[float, float, float, str]

STORY = (
    ("The council of Belmar agreed on Monday to close the", "old bridge for a year, the mayor told reporters."),
    ("Traffic will be led over the northern road, where the", "speed is to be lowered to thirty kilometres an hour."),
    ("Shopkeepers had asked for a shorter closure; they fear", "for a third of their income in the summer months."),
)


def pdf(pages: Sequence[bytes], more: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of these (deflated) page contents."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d/MediaBox[0 0 600 800]>>" % (kids, len(pages)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, content in enumerate(pages):
        objects += [
            b"<</Type/Page/Parent 2 0 R/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>" % (5 + 2 * number),
            b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(content), content),
        ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate([*objects, *([more] if more else [])], 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, trailer, len(out),
    )  # fmt: skip


def printed(lines: Sequence[Printed]) -> bytes:
    shown = (f"BT /F {size} Tf {left} {base} Td ({text}) Tj ET" for left, base, size, text in lines)
    return zlib.compress("\n".join(shown).encode("cp1252"))


def paragraphs(top: float, *, left: float = 60, gap: float = 12, indent: float = 0) -> list[Printed]:
    lines, base = [], top
    for one in STORY:
        for number, text in enumerate(one):
            lines.append((left + (indent if number == 0 else 0), base, 11.0, text))
            base -= 14
        base -= gap
    return lines


def story(article: Article) -> list[tuple[str, str]]:
    return [(passage.kind, passage.text) for passage in article.story]


WHOLE = [("body", " ".join(one)) for one in STORY]


@pytest.mark.parametrize("layout", [{"gap": 12}, {"gap": 0, "indent": 15}])
def test_paragraphs_are_told_apart_by_gap_or_indent(layout: dict[str, float]) -> None:
    assert story(read_article(pdf([printed(paragraphs(700, **layout))]))) == WHOLE


def test_a_headline_is_set_larger() -> None:
    lines = [(60, 740, 22.0, "Bridge of Belmar to close"), (60, 714, 22.0, "for a whole year"), *paragraphs(670)]
    article = read_article(pdf([printed(lines)]))
    assert article.title == "Bridge of Belmar to close for a whole year"
    assert story(article) == [("heading", article.title), *WHOLE]


def test_columns_and_pages_are_read_one_after_the_other() -> None:
    columns = [*paragraphs(600)[:3], *[(320.0, base + 42, size, text) for _, base, size, text in paragraphs(600)[3:]]]
    assert story(read_article(pdf([printed(columns)]))) == WHOLE
    pages = [printed(paragraphs(700)[:3]), printed(paragraphs(700)[3:])]
    assert story(read_article(pdf(pages))) == WHOLE


def test_running_heads_and_page_numbers_are_furniture() -> None:
    pages = [
        printed([(60, 770, 9.0, f"The Belmar Courier, issue {page} of 12"), *lines, (300, 30, 9.0, f"Page {page}")])
        for page, lines in ((1, paragraphs(700)[:3]), (2, paragraphs(700)[3:]))
    ]
    article = read_article(pdf(pages))
    assert story(article) == WHOLE
    assert [passage.kind for passage in article.passages[3:]] == ["furniture"] * 4


def test_a_word_that_was_broken_at_the_margin_is_whole_again() -> None:
    lines = [
        (60, 700, 11.0, "The council of Belmar agreed on Mon-"),
        (60, 686, 11.0, "day to close the well-known bridge."),
    ]
    assert story(read_article(pdf([printed(lines)]))) == [
        ("body", "The council of Belmar agreed on Monday to close the well-known bridge.")
    ]


LOCK = b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"41" * 32, b"42" * 32)


def bomb() -> bytes:
    """A page of two gigabytes: a flushed block of a deflated stream may be repeated at will."""
    packer = zlib.compressobj(9)
    first, again = (packer.compress(b" " * 10_000_000) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return pdf([first + again * 199])


@pytest.mark.parametrize(
    ("content", "kind", "complaint"),
    [
        (pdf([printed(paragraphs(700))], LOCK, b"/Encrypt 6 0 R/ID[<00><00>]"), UnreadableFile, "password"),
        (pdf([printed([])]), EmptyPage, "only pictures"),
        (b"%PDF-1.7\n" + bytes(5000), UnreadableFile, "damaged"),
        (pdf([printed(paragraphs(700))])[:300], UnreadableFile, "damaged"),
        (pdf([printed([])] * 301), UnreadableFile, "far longer than an article"),
        (pdf([printed(paragraphs(700))]).replace(b"/Kids[4 0 R]", b"/Kids[2 0 R]"), UnreadableFile, "damaged"),
    ],
    ids=["locked", "pictures", "zeros", "cut", "long", "circular"],
)
def test_files_that_cannot_be_read(content: bytes, kind: type[ProvenanceError], complaint: str) -> None:
    with pytest.raises(kind, match=complaint):
        read_article(content)


def test_a_bomb_ends_the_reader_and_nothing_else() -> None:
    with pytest.raises(UnreadableFile, match="damaged"):
        read_article(bomb())
