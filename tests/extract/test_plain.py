from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import EmptyPage, UnreadableFile
from provenance.extract import article_from_text, read_article
from provenance.extract.assembly import MOST_CHARACTERS
from provenance.values import Article

SEED = Path(__file__).parents[3] / "shared" / "seed" / "reposted-article.txt"


def read(text: str) -> Article:
    return read_article(text.encode(), name="article.txt")


def kinds(article: Article) -> list[str]:
    return [passage.kind for passage in article.passages]


def check_offsets(article: Article) -> None:
    position = 0
    for index, passage in enumerate(article.passages):
        assert passage.index == index
        assert article.text[passage.start : passage.end] == passage.text
        assert article.text[position : passage.start].strip() == ""
        position = passage.end
        inside = passage.start
        for sentence in passage.sentences:
            assert article.text[sentence.start : sentence.end] == sentence.text
            assert inside <= sentence.start
            inside = sentence.end
        assert inside <= passage.end
    assert article.text[position:].strip() == ""
    if article.credit is not None:
        assert article.text[article.credit.start : article.credit.end] == article.credit.text


def test_a_title_line_and_paragraphs() -> None:
    article = read("Flood\n\nThe river rose by night. Three houses were flooded.\n\nNobody was hurt in the town.")
    assert kinds(article) == ["heading", "body", "body"]
    assert article.title == "Flood"


def test_a_title_right_above_its_story() -> None:
    article = read("Flood in the old town\nThe river rose by night. Three houses were flooded.")
    assert kinds(article) == ["heading", "body"]


@pytest.mark.parametrize(
    "text",
    [
        "the river rose by night and three houses were flooded",
        "Hello",
        "The river rose.",
        "First paragraph\n\nSecond paragraph without a mark at its end\n\nThird",
        "“Yes,” he said.\n\n“No,” she said.",
        "The river rose by night in the town.\n\nThe mayor spoke.",
        "The river rose by night and flooded houses.\n\nThe mayor promised to repair the bridge before the year ends",
        "Source: Reuters",
    ],
)
def test_text_without_page_furniture_is_all_story(text: str) -> None:
    article = read(text)
    assert set(kinds(article)) == {"body"}
    assert article.title is None


def test_lines_broken_at_a_margin_are_one_paragraph() -> None:
    article = read(
        "The river rose by night in the old\ntown and three houses were flooded before the\n"
        "firemen came. Nobody was hurt.\n\n"
        "The mayor said that the damage would be counted\nin millions of crowns."
    )
    assert kinds(article) == ["body", "body"]
    assert [len(passage.sentences) for passage in article.passages] == [2, 1]


@pytest.mark.parametrize(
    ("furniture", "story"),
    [
        (["Trending", "7 °C", "Share"], "The river rose by night and flooded three houses."),
        (["Meistgelesen", "Anzeige", "Anmelden"], "Der Fluss trat in der Nacht über die Ufer und flutete drei Häuser."),
        (
            ["Самое читаемое", "Реклама", "Поделиться"],
            "Река ночью вышла из берегов и затопила три дома в старом городе.",
        ),
        (
            ["Lo más leído", "Publicidad", "Compartir"],
            "El río se desbordó por la noche e inundó tres casas de la ciudad.",
        ),
        (["热门文章", "广告", "分享"], "河水在夜间泛滥，淹没了老城区的三栋房屋。"),
        (["الأكثر قراءة", "إعلان", "شارك"], "فاض النهر ليلا وغمر ثلاثة منازل في المدينة القديمة."),
        (["En çok okunanlar", "Reklam", "Paylaş"], "Nehir gece taştı ve eski şehirde üç evi su bastı."),
        (["Найпопулярніше", "Реклама", "Поділитися"], "Річка вночі вийшла з берегів і затопила три будинки."),
    ],
)
def test_furniture_is_told_in_many_languages(furniture: list[str], story: str) -> None:
    article = read("\n".join([*furniture, "", story, story, "", *furniture]))
    assert kinds(article) == ["furniture"] * 3 + ["body"] * 2 + ["furniture"] * 3


def test_a_date_line_is_kept_as_furniture_and_read() -> None:
    article = read("Flood in the old town\n29. listopadu 2022 14:05\n\nŘeka se v noci rozvodnila a zaplavila tři domy.")
    assert kinds(article) == ["heading", "furniture", "body"]
    assert article.published == "2022-11-29T14:05"


def test_what_the_caller_knows_goes_before_what_the_text_says() -> None:
    article = article_from_text(
        "Flood\n\n1 May 2020\n\nThe river rose by night in town.",
        plain=False,
        title="High water",
        published="2021-05-01",
        url="https://news.test/1",
        outlet="News",
        language="en-GB",
    )
    assert (article.title, article.published, article.id) == ("High water", "2021-05-01", "https://news.test/1")
    assert (article.outlet, article.language) == ("News", "en")


def test_clean_text_is_all_body_but_its_credit() -> None:
    article = article_from_text("Must read\nThe river rose.\n\nSource: ČTK", id="a b/1")
    assert kinds(article) == ["body", "body", "credit"]
    assert article.id == "a b/1"
    assert article.credit is not None
    assert article.credit.outlet == "ČTK"


def test_an_agency_in_the_dateline_leaves_the_paragraph_in_the_story() -> None:
    article = read("KYIV (Reuters) – The river rose by night and flooded houses.\n\nThe mayor spoke to the people.")
    assert kinds(article) == ["body", "body"]
    assert article.credit is not None
    assert (article.credit.text, article.credit.outlet) == ("(Reuters)", "Reuters")


def test_the_last_credit_line_counts() -> None:
    article = read("By Reuters\n\nThe river rose by night in the town.\n\nSource: Ostrovní noviny")
    assert article.credit is not None
    assert article.credit.outlet == "Ostrovní noviny"


def test_each_passage_has_its_language() -> None:
    article = read(
        "The river rose by night and three houses were flooded, the mayor said on Monday.\n\n"
        "Starosta slíbil, že město lidem pomůže s opravami domů ještě před začátkem zimy."
    )
    assert [passage.language for passage in article.passages] == ["en", "cs"]


def test_a_declared_relative_is_believed_and_a_stranger_is_not() -> None:
    czech = "Řeka se v noci vylila z břehů a zaplavila tři domy ve starém městě. Nikdo nebyl zraněn."
    assert article_from_text(czech, language="sk-SK").language == "sk"
    assert article_from_text(czech, language="en").language == "cs"
    assert article_from_text("Rieka stúpla.", language="sk").language == "sk"


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff", "\x00\x01"])
def test_no_text_is_named(text: str) -> None:
    with pytest.raises(EmptyPage):
        article_from_text(text)


def test_a_text_longer_than_any_article_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        article_from_text("word " * (MOST_CHARACTERS // 5 + 1))


def test_control_characters_go_and_direction_marks_stay() -> None:
    article = article_from_text("One\r\nTwo\x07\u2028Th\u00adree\u202e \ud800x")
    assert article.text == "One\nTwo\nThree\u202e \ufffdx"


KNOWN_LINES = """Must read|2.3 C|New York|Source: ČTK|(AP)|| |The river rose by night in town.|Title line here
29. 11. 2022|Related articles|By Jane Roe|“Yes,” he said.|Please enter your comment!|河水在夜间泛滥。|\t|…"""
lines = st.sampled_from(KNOWN_LINES.replace("\n", "|").split("|"))


@given(st.lists(lines | st.text(max_size=40), max_size=12).map("\n".join), st.booleans())
def test_every_line_is_kept_in_order(text: str, plain: bool) -> None:
    try:
        article = article_from_text(text, plain=plain)
    except EmptyPage:
        return
    check_offsets(article)
    assert article.story
    assert article_from_text(article.text, plain=plain).text == article.text


def test_the_page_that_started_it() -> None:
    if not SEED.exists():
        pytest.skip(f"{SEED.name} is not beside this checkout")
    article = read_article(SEED.read_bytes(), name=SEED.name)
    check_offsets(article)
    assert kinds(article) == (
        ["furniture"] * 3 + ["heading", "furniture"] + ["body"] * 8 + ["heading", "body", "credit"] + ["furniture"] * 4
    )
    assert article.published == "2022-11-29"
    assert article.credit is not None
    assert article.credit.outlet == "Seznam Zpravy"
    assert article.title == article.passages[3].text
    assert {passage.language for passage in article.story} == {"en"}
