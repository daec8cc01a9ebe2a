"""The page inside a WARC record: an HTTP answer as it went over the wire, unpacked with caps."""

from __future__ import annotations

import io
import zlib
from typing import Final

from provenance.ingest.outlets import with_outlet
from provenance.ingest.record import Unreadable
from provenance.values import Article

LARGEST_PAGE: Final = 20_000_000
_WEB: Final = ("http://", "https://")
_GZIP_OR_ZLIB: Final = 47
_RAW_DEFLATE: Final = -15
_DAMAGED: Final = "the packed page is damaged or was cut short"


def read_capture(content: bytes, url: str) -> Article:
    """The article in a captured page.

    Args:
        content: The HTTP answer with its status line and headers, or the page alone.
        url: Where it was captured.

    Raises:
        Unreadable: the answer cannot be taken apart.
        ExtractionError: it holds no article.
    """
    from provenance.extract import read_article

    address = url if url.startswith(_WEB) else None
    if not content.startswith(b"HTTP/"):
        return with_outlet(read_article(_capped(content), url=address), address)
    page, kind, charset = _http_body(content)
    return with_outlet(read_article(page, url=address, content_type=kind, charset=charset), address)


def _http_body(content: bytes) -> tuple[bytes, str, str | None]:
    """The page, its media type and the charset that the site declared."""
    from email.message import Message

    from warcio.bufferedreaders import BufferedReader, ChunkedDataReader
    from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

    stream = BufferedReader(io.BytesIO(content))
    try:
        head = StatusAndHeadersParser(["HTTP/"], verify=False).parse(stream)
    except (EOFError, StatusAndHeadersParserException) as error:
        raise Unreadable("it holds no HTTP answer") from error
    chunked = (head.get_header("transfer-encoding") or "").strip().lower() == "chunked"
    body = (ChunkedDataReader(stream) if chunked else stream).read()
    described = Message()
    kind = head.get_header("content-type") or ""
    described["content-type"] = kind
    page = _capped(_decoded(body, (head.get_header("content-encoding") or "").strip().lower()))
    return page, kind.split(";")[0].strip().lower(), described.get_content_charset()


def _decoded(body: bytes, encoding: str) -> bytes:
    if encoding in {"gzip", "x-gzip", "deflate"}:
        return _inflated(body)
    if encoding == "br":
        return _unbrotlied(body)
    if encoding in {"", "identity"}:
        return body
    raise Unreadable("its site packed the page in a way that is not supported")


def _inflated(body: bytes) -> bytes:
    for bits in (_GZIP_OR_ZLIB, _RAW_DEFLATE):
        inflater = zlib.decompressobj(bits)
        try:
            page = inflater.decompress(body, LARGEST_PAGE + 1)
        except zlib.error:
            continue
        if inflater.eof or len(page) > LARGEST_PAGE:
            return page
    if _is_markup(body):
        return body
    raise Unreadable(_DAMAGED)


def _unbrotlied(body: bytes) -> bytes:
    import brotli

    unpacker = brotli.Decompressor()
    try:
        page = unpacker.process(body, output_buffer_limit=LARGEST_PAGE + 1)
    except brotli.error as error:
        if _is_markup(body):
            return body
        raise Unreadable(_DAMAGED) from error
    if not unpacker.is_finished() and len(page) <= LARGEST_PAGE:
        raise Unreadable(_DAMAGED)
    return bytes(page)


def _is_markup(body: bytes) -> bool:
    # Crawlers often store a page unpacked, with the header of the packed one.
    return body.lstrip().startswith(b"<")


def _capped(page: bytes) -> bytes:
    if len(page) > LARGEST_PAGE:
        raise Unreadable(f"it has more than {LARGEST_PAGE // 1_000_000} MB")
    return page
