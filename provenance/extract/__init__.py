"""From the bytes of a page or file to an `Article`."""

from __future__ import annotations

from dataclasses import replace

from provenance.errors import EmptyPage, UnreadableFile
from provenance.extract.assembly import MOST_CHARACTERS, Details, assemble
from provenance.extract.decoding import decode, file_format
from provenance.extract.plain import normalised, paragraphs, read_plain
from provenance.language import detect_language, plain_code
from provenance.values import Article

_NOTHING = "There is no text here; give the text of the article itself."
_TOO_LONG = "The text is far longer than an article; give the text of one article alone."


def read_article(
    content: bytes,
    *,
    name: str = "",
    url: str | None = None,
    content_type: str | None = None,
    charset: str | None = None,
    id: str | None = None,  # noqa: A002
) -> Article:
    """Read a web page, a plain text, a Markdown file, a PDF or a Word document.

    Args:
        content: The bytes, as fetched or as in the file.
        name: The file's name, whose ending tells its format.
        url: Where the page was fetched from.
        content_type: The media type that the server names.
        charset: The encoding that the server names.
        id: Kept verbatim; without one, the URL or a hash of the text stands in.

    Raises:
        EmptyPage: There is no text.
        NotAnArticle: There is text, but no story.
        PaywallPage: The story ends at a paywall.
        CookieWallPage: Only the consent notice was delivered.
        UnreadableFile: The format or encoding cannot be read.
        PageTooLarge: The file is larger than 20 MB.
    """
    kind = file_format(content, name, content_type)
    if kind == "pdf":
        from provenance.extract.pdf import read_pdf

        return read_pdf(content, url, id)
    if kind == "docx":
        from provenance.extract.docx import read_docx

        return read_docx(content, url, id)
    text = decode(content, charset, markup=kind == "html")
    if kind == "html":
        from provenance.extract.webpage import read_webpage

        return read_webpage(text, url, id)
    if kind == "markdown":
        from provenance.extract.markdown import read_markdown

        return read_markdown(normalised(text), url, id)
    return article_from_text(text, plain=False, url=url, id=id)


def article_from_text(
    text: str,
    *,
    plain: bool = True,
    title: str | None = None,
    url: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    language: str | None = None,
    id: str | None = None,  # noqa: A002
) -> Article:
    """The article of a text whose paragraphs stand on lines of their own.

    Args:
        text: The text; line ends are unified and control characters removed.
        plain: Whether every paragraph belongs to the story; otherwise the furniture of the page that the
            text was copied from is told apart from it. A credit line is labelled either way.
        title: The headline, where it is known; a first paragraph that repeats it is a heading.
        url: The address it was published at.
        outlet: Who published it.
        published: When, as ISO 8601.
        language: Its language as declared; detected where it is not.
        id: Kept verbatim; without one, the URL or a hash of the text stands in.

    Raises:
        EmptyPage: There is no text.
        UnreadableFile: The text is longer than 3 million characters.
    """
    text = normalised(text)
    if not text.strip():
        raise EmptyPage(_NOTHING)
    if len(text) > MOST_CHARACTERS:
        raise UnreadableFile(_TOO_LONG)
    if plain:
        marks = [
            replace(mark, kind="heading") if number == 0 and title == text[mark.start : mark.end] else mark
            for number, mark in enumerate(paragraphs(text))
        ]
        return assemble(text, marks, Details(title, url, outlet, published, language), id)
    reading = read_plain(text, plain_code(language) or detect_language(text))
    details = Details(title or reading.title, url, outlet, published or reading.published, language)
    return assemble(text, reading.marks, details, id)
