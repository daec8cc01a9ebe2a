"""A report built by hand, in invented words: a Czech original, its English repost, an Arabic sibling."""

from __future__ import annotations

from provenance.values import (
    Article,
    Coverage,
    Credit,
    DeepReading,
    DeepSignature,
    Drift,
    OriginalArticle,
    Passage,
    PassageKind,
    Report,
    Sentence,
    Severity,
    Signature,
    SourcePassage,
    Span,
    TracedPassage,
    Verdict,
)

CZECH = "hlasy-povodi-4711"
ARABIC = "sada-al-nahr-902"

ORIGINAL = "\n\n".join(
    (
        "Hráz u Dolní Lhoty podle inženýrů zatím drží. Obec přesto v pátek evakuovala 340 lidí.",
        (
            "Starosta Petr Vodák popřel, že by o prasklině věděl už v lednu. „Nikdo nám to neoznámil,“ řekl deníku. "
            "Povodí uvedlo, že škodu odhaduje na 2,5 milionu korun."
        ),
        (
            "Podle hydroložky Jany Říčné je možné, že hladina ještě mírně stoupne. "
            "Varovala však, že předpověď je velmi nejistá."
        ),
        "Policie událost prověřuje. Podle mluvčí zatím nikdo nebyl obviněn.",
    )
)
SIBLING = "قال مهندسون إن السد ما زال صامدا. وأجلت البلدة مئات السكان يوم الجمعة."

_REPOST: tuple[tuple[PassageKind, tuple[str, ...]], ...] = (
    ("furniture", ("14 °C Riverton",)),
    ("furniture", ("Home | Weather | Log in",)),
    ("heading", ("Dam near Dolni Lhota holds",)),
    (
        "body",
        ("The dam near Dolní Lhota is still holding, engineers say.", "The village evacuated 430 people on Friday."),
    ),
    (
        "body",
        (
            "Mayor Petr Vodák confirmed that he had known of the crack since January.",
            "“Nobody told us,” he said.",
            "The river authority puts the damage at 2.5 million crowns.",
        ),
    ),
    ("body", ("Hydrologist Jana Říčná says the level will rise sharply.", "Residents are said to be furious.")),
    ("body", ("The region has been known for its mills since the Middle Ages.",)),
    ("credit", ("Source: Hlasy povodí",)),
    ("furniture", ("You may also like",)),
    ("furniture", ("Please enter your comment!",)),
)


def _article() -> Article:
    passages = []
    text = ""
    for index, (kind, sentences) in enumerate(_REPOST):
        text += "\n\n" if text else ""
        start = len(text)
        placed = []
        for number, sentence in enumerate(sentences):
            text += " " if number else ""
            placed.append(Sentence(sentence, len(text)))
            text += sentence
        passages.append(Passage(index, start, text[start:], kind, "en", tuple(placed)))
    line = passages[7]
    return Article(
        id="riverton-post-1",
        text=text,
        language="en",
        passages=tuple(passages),
        title="Dam near Dolni Lhota holds, mayor admits knowing",
        url="https://riverton.example/news/dam?id=1&lang=en",
        outlet="Riverton Post",
        published="2023-06-11",
        credit=Credit(line.text, "Hlasy povodí", line.start, line.end),
    )


ARTICLE = _article()


def _in(text: str, quote: str) -> Span:
    start = text.index(quote)
    return Span(start, start + len(quote), quote)


def _beside(first: str, last: str, similarity: float) -> SourcePassage:
    start, end = ORIGINAL.index(first), ORIGINAL.index(last) + len(last)
    return SourcePassage(CZECH, start, end, ORIGINAL[start:end], similarity)


_BESIDE = {
    2: _beside("Hráz", "zatím drží.", 0.71),
    3: _beside("Hráz", "340 lidí.", 0.83),
    4: _beside("Starosta", "milionu korun.", 0.76),
    5: _beside("Podle hydroložky", "velmi nejistá.", 0.58),
}


def _drift(
    check: str,
    severity: Severity,
    probability: float,
    reason: str,
    passage: int,
    *,
    repost: str = "",
    original: str = "",
) -> Drift:
    return Drift(
        check,
        severity,
        probability,
        reason,
        passage,
        _in(ARTICLE.text, repost) if repost else None,
        _in(ORIGINAL, original) if original else None,
        CZECH,
    )


def _passages() -> tuple[TracedPassage, ...]:
    traced = []
    for passage in ARTICLE.passages:
        if passage.kind in {"furniture", "credit"}:
            traced.append(TracedPassage(passage, "skipped", 0.0))
        elif beside := _BESIDE.get(passage.index):
            sibling = SourcePassage(ARABIC, 0, len(SIBLING), SIBLING, 0.44)
            others = (sibling,) if passage.index == 3 else ()
            traced.append(TracedPassage(passage, "traced", 0.94, beside, others))
        else:
            traced.append(TracedPassage(passage, "untraced", 0.07))
    return tuple(traced)


DRIFTS = (
    _drift(
        "number",
        "critical",
        0.97,
        "The repost gives 430 people where the original gives 340.",
        3,
        repost="430",
        original="340",
    ),
    _drift(
        "negation",
        "critical",
        0.91,
        "The original says that the mayor denied it; the repost says that he confirmed it.",
        4,
        repost="confirmed that he had known of the crack",
        original="popřel, že by o prasklině věděl",
    ),
    _drift(
        "intensity",
        "major",
        0.74,
        "“Slightly” in the original has become “sharply”.",
        5,
        repost="sharply",
        original="mírně",
    ),
    _drift(
        "hedge",
        "major",
        0.81,
        "The original says that this is possible; the repost says that it will happen.",
        5,
        repost="says the level will rise sharply",
        original="je možné, že hladina ještě mírně stoupne",
    ),
    _drift(
        "omission",
        "major",
        0.88,
        "The warning that the forecast is very uncertain is missing.",
        5,
        original="Varovala však, že předpověď je velmi nejistá.",
    ),
    _drift(
        "addition",
        "minor",
        0.62,
        "Nothing in the original says what the residents feel.",
        5,
        repost="Residents are said to be furious.",
    ),
    _drift(
        "condensing",
        "minor",
        0.7,
        "The last paragraph of the original, about the police, was cut.",
        6,
        original="Policie událost prověřuje.",
    ),
)

REPORT = Report(
    article=ARTICLE,
    verdict=Verdict(
        status="partly-traced",
        probability=0.962,
        credit="confirmed",
        originals=(
            OriginalArticle(
                CZECH,
                "Hráz u Dolní Lhoty drží, starosta popírá, že o prasklině věděl",
                "https://hlasy-povodi.example/clanek/4711",
                "Hlasy povodí",
                "cs",
                "2023-06-10",
                0.8,
                ORIGINAL,
            ),
            OriginalArticle(
                ARABIC,
                "السد صامد والسكان في الخارج",
                "https://sada.example/902",
                "صدى النهر",
                "ar",
                "2023-06-10T08:30:00+00:00",
                0.2,
                SIBLING,
                "sibling",
            ),
        ),
        searched=Coverage(
            ("demo",), 12345, ("Hlasy povodí", "صدى النهر", "Uferbote"), ("cs", "ar", "de"), "2021-01-01", "2023-06-30"
        ),
        support="strong",
    ),
    passages=_passages(),
    drifts=DRIFTS,
    signature=Signature(
        "0.1.0",
        "embedded",
        "3f" * 32,
        "9c" * 32,
        (("trace", 0.5), ("drift", 0.5)),
        ((ARTICLE.id, ARTICLE.sha256), (CZECH, "ab" * 32)),
    ),
    notes=("The page states its date only as a day, so that relative dates were not compared.",),
)

#: What a hostile page may hold; each is tried in every text field of a report.
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></script><svg/onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "\x1b[31mred\x1b[0m\x1b]8;;http://evil.example\x07click\x1b]8;;\x07",
    "\x9b2J\x9d0;title\x9c\r\x08\x08overwritten",
    "\u202egnp.exe\u202c \u2066hidden\u2069",
    "]]> --> <!-- <![CDATA[ &lt; &#60;",
    "[click](javascript:alert(1)) ![x](http://evil.example/x.png) <http://evil.example>",
    "http://evil.example www.evil.example me@evil.example",
    "# heading\n\n- list\n\n> quote\n\n```\ncode\n```\n\n| a | b |\n|---|---|",
    "1. one\n2. two\n***bold*** __under__ ~~gone~~ `code` $x$ \\[ \\",
    "[bold red]rich markup[/] :smile:",
    "\x00null\x7fdel\ufeff\U000e0041tag",
    "\ud800 lone \udfff",
    "’ “ lone quotes \" '",
    "漢字かな交じり文" * 40,
    "שלום עולם (abc) 123",
    "word" * 5000,
)


def hostile_report(text: str) -> Report:
    """The sample's shape with `text` as every piece of outside text."""
    body = text or "x"
    passage = Passage(0, 0, body, "body", "en", (Sentence(body, 0),))
    furniture = Passage(1, len(body) + 2, body, "furniture", "en", ())
    line = Passage(2, 2 * len(body) + 4, body, "credit", "en", ())
    article = Article(
        body,
        "\n\n".join((body, body, body)),
        "en",
        (passage, furniture, line),
        body,
        body,
        body,
        body,
        Credit(body, body, line.start, line.end, body),
    )
    span = Span(0, len(body), body)
    beside = SourcePassage(body, 0, len(body), body, 0.9)
    return Report(
        article,
        Verdict(
            "traced",
            0.9,
            "contradicted",
            (
                OriginalArticle(body, body, body, body, body, body, 1.0, body),
                OriginalArticle(f"{body}2", body, f"https://e.example/{body}", None, "ar", body, 0.0, body, "relay"),
            ),
            Coverage((body,), 1, (body,), (body,), body, body),
            "weak",
        ),
        (
            TracedPassage(passage, "traced", 0.9, beside, (beside,)),
            TracedPassage(furniture, "skipped", 0.0),
            TracedPassage(line, "skipped", 0.0),
        ),
        (
            Drift(body, "critical", 0.9, body, 0, span, span, body, (body,), DeepReading(body, "nli", ((body, 0.5),))),
            Drift("omission", "major", 0.9, body, 0, None, span, body),
            Drift("condensing", "minor", 0.9, body, 2, span, None, None),
        ),
        Signature(
            *(body, body, body, body),
            ((body, 0.5),),
            ((body, body),),
            deep=DeepSignature(body, "nli", body, body, body),
        ),
        (body,),
    )
