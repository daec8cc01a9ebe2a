from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.errors import EmptyPage, ExtractionError, FetchError, NotAnArticle, PageTooLarge, UnreadableFile
from provenance.extract import article_from_text, read_article

STORY = "The river rose by night and flooded three houses in the old town, the mayor said."
PARAGRAPH = f"<p>{STORY}</p>".encode()


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyPage),
        (b"\xef\xbb\xbf", EmptyPage),
        (b"\xff\xfe\x00\x00", EmptyPage),
        (b" \r\n\x00", EmptyPage),
        (b"%PDF-1.7\n...", UnreadableFile),
        (b"PK\x03\x04...", UnreadableFile),
        (b"\x89PNG\r\n\x1a\n", UnreadableFile),
        (bytes(range(256)) * 40, UnreadableFile),
        (b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", UnreadableFile),
        (b"a" * 20_000_001, PageTooLarge),
        (b"<html></html>", EmptyPage),
        (b"<html><body><script>var x = 'The river rose by night in town.';</script></body></html>", EmptyPage),
    ],
)
def test_what_cannot_be_read_is_named(content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_article(content)


@pytest.mark.parametrize("content_type", ["image/png", "video/mp4", "application/json", "audio/mpeg"])
def test_an_address_that_leads_to_no_page_is_named(content_type: str) -> None:
    with pytest.raises(UnreadableFile):
        read_article(STORY.encode(), content_type=content_type)


HOSTILE = {
    "deep": b"<html>" + b"<div>" * 100_000 + b"The river rose by night in the town." + b"</div>" * 100_000,
    "deep inline": b"<html>" + PARAGRAPH * 3 + b"<b><i>" * 50_000,
    "many siblings": b"<html><p>" + b"<span>a</span> " * 20_000 + b"</p>",
    "one long paragraph": b"<html><p>" + b"word one. " * 50_000 + b"</p>",
    "nested tables": b"<html>" + b"<table><tr><td>" * 2_000 + PARAGRAPH,
    "open brackets": b"<html>" + b"<" * 300_000,
    "open comments": b"<html>" + b"<!-- " * 50_000,
    "huge": b"<html>" + PARAGRAPH * 60_000,
    "entities": b"<!DOCTYPE html [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><html><p>&b; and so on.</p>" + PARAGRAPH * 3,
    "json": b"<html><script type='application/ld+json'>" + b"[" * 100_000 + b"</script>" + PARAGRAPH * 3,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_markup_ends_in_an_article_or_a_clear_error(content: bytes) -> None:
    said = ""
    try:
        article = read_article(content)
    except ExtractionError as error:
        said = str(error)
    assert said.endswith(".") if said else article.story


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "*a " * 50_000, "[a](" * 50_000, "> " * 50_000, "# " * 50_000, "<!--" * 30_000]
)
def test_hostile_markdown_ends(text: str) -> None:
    article = read_article(f"# Title\n\nThe story.\n\n{text}".encode(), name="a.md")
    assert article.title == "Title"


def test_scripts_styles_and_comments_never_appear() -> None:
    article = read_article(
        page(
            f"<article><h1>Flood in the old town</h1><p>{STORY}<script>secret()</script></p><!-- secret -->"
            f"<style>.secret{{}}</style><p hidden>secret hidden words.</p><p style='display:none'>secret again.</p>"
            f"<noscript>secret</noscript><p>{STORY} Nobody was hurt.</p></article>"
        )
    )
    assert "secret" not in article.text
    assert [passage.kind for passage in article.passages] == ["heading", "body", "body"]


def test_markup_in_the_text_stays_text() -> None:
    article = read_article(
        page(f"<p>{STORY}</p><p>He wrote &lt;script&gt;alert(1)&lt;/script&gt; on the wall of it.</p>")
    )
    assert "<script>alert(1)</script>" in article.text


def test_an_article_that_only_its_metadata_holds() -> None:
    head = (
        '<script type="application/ld+json">{"@type": ["NewsArticle"], "headline": "Flood",'
        ' "publisher": {"name": "News"},'
        f' "datePublished": "2021-05-01", "articleBody": "{STORY}\\n\\n{STORY}"}}</script>'
    )
    article = read_article(page("<div id='app'></div>", head), url="https://news.test/flood?x=1")
    assert [passage.text for passage in article.passages] == [STORY, STORY]
    assert (article.title, article.outlet, article.published) == ("Flood", "News", "2021-05-01")


def test_a_canonical_address_elsewhere_is_not_the_address_of_this_page() -> None:
    head = '<link rel="canonical" href="https://original.test/1">'
    article = read_article(page(f"<h1>Flood</h1>{STORY.join(['<p>', '</p>']) * 3}", head), url="https://copy.test/2")
    assert article.url == article.id == "https://copy.test/2"


def test_the_canonical_address_of_the_same_site_is_kept() -> None:
    head = '<link rel="canonical" href="/flood">'
    article = read_article(page(f"<p>{STORY}</p>" * 3, head), url="https://www.news.test/flood?utm=1", id="mine")
    assert (article.url, article.id) == ("https://www.news.test/flood", "mine")


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2021-05-01T10:20:30Z">', "2021-05-01T10:20Z"),
        ('<meta name="DC.date" content="2021-05-01">', "2021-05-01"),
        ('<meta name="date" content="yesterday">', None),
        ('<meta name="date" content="2021-13-45">', None),
    ],
)
def test_the_stated_date(head: str, published: str | None) -> None:
    assert read_article(page(f"<h1>Flood in town</h1>{f'<p>{STORY}</p>' * 3}", head)).published == published


def test_a_credit_link_that_is_no_web_address_is_dropped() -> None:
    article = read_article(page(f"{f'<p>{STORY}</p>' * 3}<p>Source: <a href='javascript:alert(1)'>News</a></p>"))
    assert article.credit is not None
    assert (article.credit.outlet, article.credit.url) == ("News", None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250", "iso8859_2"])
def test_encodings_of_plain_text(encoding: str) -> None:
    text = "Řeka Vltava se v noci rozvodnila a zaplavila sklepy několika domů. Starosta přislíbil rychlou pomoc."
    article = read_article(
        text.encode(encoding), name="a.txt", charset="iso-8859-2" if encoding == "iso8859_2" else None
    )
    assert article.text == text
    assert article.language == "cs"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Река вышла из берегов ночью и затопила подвалы нескольких домов. Мэр сказал об этом.", "cp1251"),
        ("Der Fluß trat über die Ufer und überflutete die Keller. Der Bürgermeister versprach Hilfe.", "cp1252"),
        ("Το ποτάμι υπερχείλισε τη νύχτα και πλημμύρισε τα υπόγεια πολλών σπιτιών.", "cp1253"),
        ("川は夜に氾濫し、数軒の家の地下室が浸水した。市長は被害額が数百万円に上ると述べた。", "shift_jis"),
    ],
)
def test_an_undeclared_older_encoding_is_recognised(text: str, encoding: str) -> None:
    assert read_article(text.encode(encoding), name="a.txt").text == text


def test_a_declaration_in_the_page_is_believed() -> None:
    text = "Řeka se v noci rozvodnila a zaplavila tři domy ve starém městě, řekl starosta."
    head = "<meta http-equiv='Content-Type' content='text/html; charset=windows-1250'>"
    content = page(f"<p>{text}</p>" * 2, head).decode().encode("cp1250")
    assert read_article(content).passages[0].text == text
    assert read_article(content, charset="no-such-charset").passages[0].text == text


def test_a_broken_byte_does_not_change_the_alphabet() -> None:
    article = read_article("Řeka se v noci rozvodnila a zaplavila tři domy. ".encode() * 20 + b"\xff", name="a.txt")
    assert article.text.startswith("Řeka se v noci")


def test_a_second_reading_brings_back_what_the_first_lost() -> None:
    body = (
        f"<h1>Flood in the old town</h1><p>{STORY}</p><h2>What now</h2>"
        f"<ul><li>The bridge is closed</li></ul><p>{STORY} Indeed.</p>"
    )
    kinds = [(passage.kind, passage.text) for passage in read_article(page(body)).passages]
    assert kinds == [
        ("heading", "Flood in the old town"),
        ("body", STORY),
        ("heading", "What now"),
        ("body", "The bridge is closed"),
        ("body", f"{STORY} Indeed."),
    ]


TAGS = [
    "p",
    "/p",
    "div",
    "/div",
    "h1",
    "h2",
    "b",
    "/b",
    "br",
    "li",
    "blockquote",
    "a",
    "/a",
    "td",
    "!--",
    "script",
    "/script",
]
fragments = st.sampled_from(
    [*(f"<{tag}>" for tag in TAGS), "-->", "&amp;", "&#x202e;", STORY, "Flood", "Source: ČTK", " ", "\n", "<"]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(fragments | st.text(max_size=15), max_size=20).map("".join))
def test_any_markup_gives_true_offsets_or_a_clear_error(markup: str) -> None:
    try:
        article = read_article(f"<html><body>{markup}".encode("utf-8", "replace"))
    except (ExtractionError, FetchError):
        return
    position = 0
    for passage in article.passages:
        assert article.text[passage.start : passage.end] == passage.text
        assert position <= passage.start
        position = passage.end
        for sentence in passage.sentences:
            assert article.text[sentence.start : sentence.end] == sentence.text
            assert passage.start <= sentence.start <= sentence.end <= passage.end


def test_a_page_that_is_a_form_is_no_article() -> None:
    with pytest.raises(NotAnArticle):
        read_article(page("<h1>Log in</h1><p>Name</p><p>Password</p>"))


def test_a_first_paragraph_that_repeats_the_known_title_is_a_heading() -> None:
    article = article_from_text("Nový most\n\nMost otevřeli v pondělí.", title="Nový most")
    assert [passage.kind for passage in article.passages] == ["heading", "body"]
    assert [passage.kind for passage in article_from_text("Nový most\n\nA dost.").passages] == ["body", "body"]
