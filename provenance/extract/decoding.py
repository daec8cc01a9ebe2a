"""From bytes to text: what kind of file it is, and in which encoding."""

from __future__ import annotations

import codecs
import re
from typing import Literal

from provenance.errors import EmptyPage, PageTooLarge, UnreadableFile
from provenance.language import likely_language

LARGEST_FILE = 20_000_000
Format = Literal["html", "markdown", "text", "pdf", "docx"]

_SUPPORTED = "web pages (.html), plain text (.txt), Markdown (.md), PDF and Word documents (.docx)"
_DOCUMENTS: dict[bytes, Format] = {b"%PDF-": "pdf", b"PK\x03\x04": "docx"}
_SIGNATURES = {
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"RIFF": "an image or a recording",
    b"ID3": "a recording",
}
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_FRAGMENT = re.compile(
    rb"\s*<(?:article|main|section|div|p|h[1-6]|meta|title|table|ul|ol|blockquote|header)\b[^>]*>", re.IGNORECASE
)
_FEED = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.IGNORECASE | re.DOTALL
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_STRANGE = re.compile("[\ufffd\x00-\x08\x0b\x0e-\x1f]")
_FRONT_MATTER = re.compile(rb"---\r?\n(?:[A-Za-z_-]+:.*\r?\n)+---\s*\r?\n")
#: Single-byte and East Asian encodings that pages without a declaration are found in.
_LEGACY = [
    "cp1252", "cp1250", "iso8859_2", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r",
    "euc_jp", "shift_jis", "euc_kr", "gb18030", "big5",
]  # fmt: skip


_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_PUNCTUATION = frozenset(".,;:!?-–—()[]\"'“”„‘’‚«»…/%&+*#@=<>§€$°©。、，！？：；「」『』（）《》・")
#: Browsers read these names as their larger relatives (WHATWG Encoding Standard).
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "utf-8", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}


def file_format(content: bytes, name: str, content_type: str | None) -> Format:
    """What kind of readable file this is.

    Raises:
        EmptyPage: There are no bytes.
        PageTooLarge: There are more than `LARGEST_FILE` bytes.
        UnreadableFile: It is of a kind that is not read.
    """
    if not content.strip(b"\x00\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise EmptyPage("The page or file is empty; give the text of the article itself.")
    if len(content) > LARGEST_FILE:
        raise PageTooLarge(f"The file is larger than {LARGEST_FILE // 1_000_000} MB; give the article's text alone.")
    document = _document(content)
    if document is not None:
        return document
    kind = (content_type or "").split(";")[0].strip().lower()
    if kind.split("/")[0] in {"image", "audio", "video", "font"} or kind == "application/json":
        raise UnreadableFile(f"This address leads to {kind}, not to a page; {_SUPPORTED} can be read.")
    head = _ascii_head(content)
    if _FEED.match(head):
        raise UnreadableFile("This is a feed or sitemap, not an article; open one of its links and give that address.")
    return _text_format(head, name.rsplit(".", 1)[-1].lower() if "." in name else "", kind)


def _document(content: bytes) -> Format | None:
    for signature, document in _DOCUMENTS.items():
        if content.startswith(signature):
            return document
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            raise UnreadableFile(f"This is {kind}; {_SUPPORTED} can be read, so save the text as one of them.")
    return None


def _text_format(head: bytes, suffix: str, kind: str) -> Format:
    if _MARKUP.match(head):
        return "html"
    if suffix in {"md", "markdown"} or kind in {"text/markdown", "text/x-markdown"}:
        return "markdown"
    if suffix in {"html", "htm", "xhtml", "shtml"} or kind in {"text/html", "application/xhtml+xml"}:
        return "html"
    if suffix == "txt" or kind == "text/plain":
        return "text"
    if _FRAGMENT.match(head):
        return "html"
    return "markdown" if _FRONT_MATTER.match(head) or head.startswith(b"# ") else "text"


def decode(content: bytes, declared: str | None, *, markup: bool) -> str:
    """The text of the bytes: byte order mark, UTF-16, declaration, UTF-8, then a guess among older encodings.

    Args:
        content: The bytes.
        declared: The encoding that the server names.
        markup: Whether a `meta` element may name the encoding.

    Raises:
        UnreadableFile: The bytes are no text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _checked(content.decode(encoding, "replace"))
    named = _META_CHARSET.search(content[:4096]) if markup else None
    candidates = [_utf16(content), declared, named.group(1).decode("ascii") if named else None, "utf-8"]
    for candidate in candidates:
        text = _strictly(content, candidate)
        if text is not None:
            return _checked(text)
    return _checked(_guess(content))


def _ascii_head(content: bytes) -> bytes:
    head = content[:4096]
    for mark, _ in _MARKS:
        head = head.removeprefix(mark)
    return head.replace(b"\x00", b"")


def _utf16(content: bytes) -> str | None:
    # Spaces and line ends leave zero bytes on one side only, whatever the alphabet.
    head = content[:4000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if (even + odd) * 40 < len(head) or min(even, odd) > 0:
        return None
    return "utf-16-be" if even else "utf-16-le"


def _strictly(content: bytes, encoding: str | None) -> str | None:
    if not encoding:
        return None
    try:
        name = codecs.lookup(encoding.strip()).name
        decoded: object = codecs.decode(content, _SUPERSETS.get(name, name))
    except (LookupError, ValueError, TypeError):
        return None
    return decoded if isinstance(decoded, str) else None


def _guess(content: bytes) -> str:
    # A broken byte in a UTF-8 file must not turn the whole of it into another alphabet.
    broken = content.decode("utf-8", "replace")
    if broken.count("\ufffd") * 200 < len(broken):
        return broken
    best, surest = "cp1252", -1.0
    for encoding in _LEGACY:
        text = content[:20_000].decode(encoding, "replace")
        strange = sum(not (c.isalnum() or c.isspace() or c in _PUNCTUATION) for c in text) / len(text)
        sure = likely_language(text)[1] - 20 * strange
        if sure > surest + 0.01:
            best, surest = encoding, sure
    return content.decode(best, "replace")


def _checked(text: str) -> str:
    sample = text[:20_000]
    if len(_STRANGE.findall(sample)) * 20 > len(sample):
        raise UnreadableFile(f"The file is no readable text; {_SUPPORTED} can be read.")
    return text
