"""The HTML report: whole, escaped, linked both ways, readable."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.report.html_report import marked, outside, to_html
from provenance.report.safe import printable
from provenance.report.view import FindingView
from provenance.values import Drift, Report, SourcePassage, Span
from tests.report.samples import ARABIC, HOSTILE, REPORT, SIBLING, hostile_report
from tests.report.strategies import TEXT, reports

VOID = {"meta", "br", "hr", "img", "link", "input"}
TAGS = {
    "html", "head", "meta", "title", "style", "body", "a", "div", "header", "p", "h1", "h2", "h3", "h4", "span", "bdi",
    "main", "section", "dl", "dt", "dd", "ol", "ul", "li", "b", "details", "summary", "kbd", "q", "mark", "footer",
    "script",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "dir", "class", "id", "href", "rel", "charset", "http-equiv", "content", "name", "aria-label",
    "aria-labelledby", "aria-hidden", "hidden", "tabindex", "data-numbers", "data-code",
}  # fmt: skip


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    parent: Element | None
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, tag: str = "", kind: str = "") -> list[Element]:
        found = []
        for child in self.children:
            if isinstance(child, Element):
                classes = (child.attributes.get("class") or "").split()
                if tag in ("", child.tag) and (not kind or kind in classes):
                    found.append(child)
                found += child.all(tag, kind)
        return found


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self._at = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), self._at)
        self._at.children.append(element)
        if tag not in VOID:
            self._at = element

    def handle_endtag(self, tag: str) -> None:
        assert self._at.tag == tag, f"</{tag}> closes <{self._at.tag}>"
        assert self._at.parent is not None
        self._at = self._at.parent

    def handle_data(self, data: str) -> None:
        self._at.children.append(data)


def parse(html: str) -> Element:
    tree = _Tree()
    tree.feed(html)
    tree.close()
    assert tree._at is tree.root, f"<{tree._at.tag}> is left open"
    return tree.root


PAGE = to_html(REPORT)
TREE = parse(PAGE)


def _safe(tree: Element) -> None:
    for element in tree.all():
        assert element.tag in TAGS, element.tag
        assert set(element.attributes) <= ATTRIBUTES, element.attributes
        href = element.attributes.get("href")
        assert href is None or re.match(r"#[a-z]+(-[0-9]+)?\Z|https?://", href), href
        if href and not href.startswith("#"):
            assert element.attributes["rel"] == "noopener noreferrer nofollow"
    assert len(tree.all("script")) == len(tree.all("style")) == 1


def test_it_is_one_file_that_asks_for_nothing() -> None:
    _safe(TREE)
    assert not re.search(r"@import|url\(|\bsrc=|fetch\(|XMLHttpRequest", PAGE)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text: str) -> None:
    page = to_html(hostile_report(text))
    tree = parse(page)
    _safe(tree)
    assert "\x1b" not in page
    assert tree.all("script")[0].text == TREE.all("script")[0].text
    assert tree.all("style")[0].text == TREE.all("style")[0].text
    assert printable(text) in [paragraph.text for paragraph in tree.all("p", "text")]


def test_template_syntax_in_a_page_is_not_run() -> None:
    assert "{{ 7 * 7 }}" in parse(to_html(hostile_report("{{ 7 * 7 }}"))).all("h1")[0].text


def test_the_policy_allows_only_the_style_and_script_of_the_file() -> None:
    policy = next(m.attributes["content"] for m in TREE.all("meta") if m.attributes.get("http-equiv")) or ""
    assert policy.startswith("default-src 'none'; ")
    for name in ("style", "script"):
        content = TREE.all(name)[0].text
        digest = b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}';" in policy
    assert "unsafe" not in policy


def test_links_inside_the_page_lead_somewhere_and_names_are_unique() -> None:
    names = [element.attributes["id"] for element in TREE.all() if "id" in element.attributes]
    assert len(names) == len(set(names))
    targets = {(e.attributes.get("href") or "")[1:] for e in TREE.all("a") if e.attributes["href"][:1] == "#"}
    assert targets <= set(names)


def test_every_finding_links_to_both_sides_and_back() -> None:
    notes = {note.attributes["id"]: note for note in TREE.all("li", "note")}
    assert sorted(notes) == [f"finding-{number}" for number in range(1, 8)]
    links = [a.attributes["href"] for a in notes["finding-1"].all("a")]
    assert links == ["#repost-1", "#original-1"]
    hits = [(hit.attributes["href"], hit.text) for hit in TREE.all("a", "hit")]
    assert ("#finding-1", "confirmed that he had known of the crack") in hits
    assert ("#finding-1", "popřel, že by o prasklině věděl") in hits


def test_a_side_that_is_missing_says_so() -> None:
    notes = {note.attributes["id"]: note for note in TREE.all("li", "note")}
    assert "nothing in the repost says this" in notes["finding-4"].text
    assert "nothing in the original says this" in notes["finding-6"].text


def test_what_stands_outside_the_matched_stretch_is_shown_in_its_note() -> None:
    note = next(note for note in TREE.all("li", "note") if note.attributes["id"] == "finding-7")
    assert [mark.text for mark in note.all("mark")] == ["Policie událost prověřuje."]
    assert not note.all("a")


def test_paragraphs_stand_whole_beside_their_originals() -> None:
    rows = TREE.all("section", "row")
    story = [traced for traced in REPORT.passages if traced.status != "skipped"]
    assert len(rows) == len(story)
    for row, traced in zip(rows, story, strict=True):
        texts = [paragraph.text for paragraph in row.all("p", "text")]
        assert texts == [traced.passage.text, *([traced.original.text] if traced.original else [])]
    assert "No source found" in rows[-1].text


def test_furniture_is_folded_and_the_credit_is_judged() -> None:
    folded = [item.text for details in TREE.all("details") for item in details.all("li") if not item.all("a")]
    assert folded == ["14 °C Riverton", "Home | Weather | Log in", "You may also like", "Please enter your comment!"]
    line = TREE.all("div", "credit-line")[0]
    assert "Source: Hlasy povodí" in line.text
    assert "confirmed" in line.text


def test_severity_is_said_in_words_and_not_in_colour_alone() -> None:
    badges = [badge.text.split()[-1] for badge in TREE.all("ol", "contents")[0].all("span", "badge")]
    assert badges == ["critical", "critical", "major", "major", "major", "minor"]


def test_languages_and_directions_are_marked() -> None:
    title = next(p for p in TREE.all("p", "title") if p.attributes["lang"] == "ar")
    assert title.attributes["dir"] == "rtl"
    originals = [p.attributes["lang"] for row in TREE.all("section", "row") for p in row.all("p", "text")[1:]]
    assert originals == ["cs"] * 4
    arabic = SourcePassage(ARABIC, 0, len(SIBLING), SIBLING, 0.9)
    moved = replace(REPORT.passages[3], original=arabic)
    tree = parse(to_html(replace(REPORT, passages=(*REPORT.passages[:3], moved, *REPORT.passages[4:]))))
    text = next(p for p in tree.all("p", "text") if p.text == SIBLING)
    assert (text.attributes["lang"], text.attributes["dir"]) == ("ar", "rtl")


def test_a_language_that_is_none_cannot_leave_its_attribute() -> None:
    article = replace(REPORT.article, language='en" onload="alert(1)')
    assert parse(to_html(replace(REPORT, article=article))).all("h1")[0].attributes["lang"] == "und"


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = [int(element.tag[1]) for element in TREE.all() if re.fullmatch("h[1-6]", element.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [len(TREE.all(landmark)) for landmark in ("header", "main", "footer")] == [1, 1, 1]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "http://a@b.example/"])
def test_only_web_addresses_become_links(url: str) -> None:
    tree = parse(to_html(replace(REPORT, article=replace(REPORT.article, url=url))))
    assert url not in [a.attributes["href"] for a in tree.all("a")]
    assert url in tree.all("p", "byline")[0].text


@pytest.mark.parametrize("control", ["\u202e", "\u2066", "\u2069"])
def test_direction_controls_are_shown_and_shut_in(control: str) -> None:
    tree = parse(str(outside(f"a{control}b")))
    assert tree.text == f"a{control}b"
    chip = tree.all("bdi", "control")[0]
    assert (chip.text, chip.attributes["data-code"]) == (control, f"U+{ord(control):04X}")


def test_without_findings_or_originals_the_page_still_says_what_was_done() -> None:
    verdict = replace(REPORT.verdict, status="not-in-index", originals=(), credit="unverifiable")
    passages = tuple(
        replace(p, status="untraced", original=None, others=()) if p.original else p for p in REPORT.passages
    )
    text = parse(to_html(replace(REPORT, verdict=verdict, passages=passages, drifts=(), notes=()))).text
    assert "Not in this index: searched 12,345 articles" in text
    assert "Nothing was found in the paragraphs that have an original." in text


def _finding(number: int) -> FindingView:
    drift = Drift("number", "major", 0.5, "", 0, Span(0, 0, ""), None, None)
    return FindingView(number, drift, "Number", 1, None, None)


SPANS = st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=5)


@given(TEXT, SPANS)
def test_marks_never_change_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    findings = [(start, end, _finding(number)) for number, (start, end) in enumerate(spans, 1)]
    tree = parse(str(marked(text, findings, "repost")))
    assert tree.text == printable(text)
    names = [element.attributes["id"] for element in tree.all() if "id" in element.attributes]
    inside = {number for number, (start, end) in enumerate(spans, 1) if max(start, 0) < min(end, len(text))}
    assert sorted(names) == sorted(f"repost-{number}" for number in inside)
    labels = " ".join(mark.attributes["data-numbers"] or "" for mark in tree.all("mark")).split()
    assert sorted(map(int, labels)) == sorted(inside)


@given(reports())
@settings(max_examples=40, deadline=None)
def test_any_report_is_a_sound_page(report: Report) -> None:
    tree = parse(to_html(report))
    _safe(tree)
    names = {element.attributes["id"] for element in tree.all() if "id" in element.attributes}
    assert {a.attributes["href"][1:] for a in tree.all("a") if (a.attributes["href"] or "")[0] == "#"} <= names | {""}


PAIRS = [
    (ink, paper)
    for paper, inks in {
        "paper": ("ink", "muted", "link"),
        "card": ("ink", "muted", "link", "critical", "major", "minor"),
        "critical-tint": ("ink", "critical"),
        "major-tint": ("ink", "major"),
        "minor-tint": ("ink", "minor"),
        "good-tint": ("ink", "good"),
        "critical": ("card",),
        "major": ("card",),
        "minor": ("card",),
    }.items()
    for ink in inks
]


def _luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_contrast_is_enough_for_everyone(scheme: str, ink: str, paper: str) -> None:
    style = TREE.all("style")[0].text
    block = style.split("prefers-color-scheme: dark")[scheme == "dark"]
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
    light, dark = sorted((_luminance(colours[ink]), _luminance(colours[paper])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5
