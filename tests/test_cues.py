from __future__ import annotations

import tomllib
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.cues.lists import FOLDER, SCALES, Scale, cues_of, listed_languages
from provenance.cues.lookup import Lookup

LANGUAGES = (
    "ar bg cs da de el en es fa fi fr he hi hr hu it ja ko nl no pl pt ro ru sk sl sr sv tr uk zh".split()  # noqa: SIM905
)
LISTS = {
    "negation": ("cues", "skip", "implicit", "echoes"),
    "degree": ("1", "2", "4", "5"),
    "frequency": ("1", "2", "3", "4", "5"),
    "quantity": ("1", "2", "3", "4", "5"),
    "hedge": ("status", "possibility", "counterparts", "modals", "approximate", "certain", "reporting"),
    "clause": ("breaks", "stop"),
}

NEGATORS = [
    ("en", "He didn’t go, not only because of No. 12, and nobody cared.", ["didn’t", "nobody"]),
    ("cs", "V neděli nejvíce nemocní nepřišli nebo nic nechtěli.", ["nepřišli", "nic", "nechtěli"]),
    ("cs", "Nezbytné je, že Neal nebyl nejlepší a nedělal chyby.", ["nebyl", "nedělal"]),
    ("sk", "Nie je to nemocnica, nikto neprišiel v nedeľu.", ["Nie", "nikto", "neprišiel"]),
    ("pl", "Nie tylko on, ale nikt nie przyszedł w niedzielę.", ["nikt", "nie"]),
    ("ru", "Не только он не пришёл на этой неделе.", ["не"]),
    ("uk", "Ніхто не прийшов у неділю.", ["Ніхто", "не"]),
    ("bg", "Той не дойде и няма пари.", ["не", "няма"]),
    ("sr", "Нико није дошао у недељу; nije samo to.", ["Нико", "није", "nije"]),
    ("hr", "Nitko nije došao u nedjelju.", ["Nitko", "nije"]),
    ("sl", "Nihče ni prišel v nedeljo.", ["Nihče", "ni"]),
    ("de", "Nicht nur er hat keine Zeit und kommt nicht.", ["keine", "nicht"]),
    ("nl", "Niemand kwam en hij had geen geld.", ["Niemand", "geen"]),
    ("sv", "Han kom inte.", ["inte"]),
    ("da", "Han kom ikke.", ["ikke"]),
    ("no", "Han kom ikke, og ingen så ham.", ["ikke", "ingen"]),
    ("fr", "Il n’a pas mangé, non seulement lui.", ["pas"]),
    ("es", "No vino nadie, no solo él.", ["No", "nadie"]),
    ("it", "Non è venuto nessuno, nonostante tutto.", ["Non", "nessuno"]),
    ("pt", "Não veio ninguém.", ["Não", "ninguém"]),
    ("ro", "N-a venit nimeni.", ["N-a", "nimeni"]),
    ("el", "Δεν ήρθε κανείς.", ["Δεν", "κανείς"]),
    ("tr", "Bakan gelmedi, program iyi değil.", ["gelmedi", "değil"]),
    ("hu", "Nem jött el senki.", ["Nem", "senki"]),
    ("fi", "Hän ei tullut eivätkä muutkaan.", ["ei", "eivätkä"]),
    ("ar", "لم يأت أحد ولا أعرف لماذا.", ["لم", "ولا"]),
    ("he", "הוא לא בא ואין כסף.", ["לא", "ואין"]),
    ("fa", "او نیامد.", ["نیامد"]),
    ("hi", "मेरा नाम राम है, वह नहीं आया।", ["नहीं"]),
    ("zh", "他没有来，不过我们不会走。", ["没", "不会"]),
    ("ja", "彼は来なかったが、行かなければならない。", ["なかっ"]),
    ("ko", "그는 가지 않았다.", ["않았다"]),
]


def test_the_listed_languages() -> None:
    assert listed_languages() == set(LANGUAGES)
    assert cues_of("xx") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_names_its_source_and_has_every_list(language: str) -> None:
    text = (FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    assert "\n# Source: " in text.split("[", 1)[0]
    data = tomllib.loads(text)
    for section, keys in LISTS.items():
        for key in keys:
            words = data[section][key]
            assert words, f"{section}.{key}"
            assert len(words) == len(set(words)), f"{section}.{key}"
            assert all(word.strip() == word != "" for word in words)
            assert all(word == word.lower() for word in words), [word for word in words if word != word.lower()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", SCALES)
def test_no_word_stands_on_two_levels(language: str, scale: Scale) -> None:
    lists = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))[scale]
    levels = [set(words) for level, words in lists.items() if level != "skip"]
    assert [a & b for a, b in combinations(levels, 2) if a & b] == []


@pytest.mark.parametrize(("language", "text", "expected"), NEGATORS, ids=lambda value: str(value)[:20])
def test_negators(language: str, text: str, expected: list[str]) -> None:
    cues = cues_of(language)
    assert cues is not None
    assert [cue.text for cue in cues.find("negation", text)] == expected


def test_levels() -> None:
    cues = cues_of("en")
    assert cues is not None
    found = cues.on_scale("degree", "It was fairly good, highly praised and rather than slightly damaged.")
    assert [(cue.text, cue.level) for cue in found] == [("fairly", 2), ("highly", 5), ("slightly", 1)]


def test_hedges_and_function_words() -> None:
    cues = cues_of("cs")
    assert cues is not None
    assert [cue.text for cue in cues.find("status", "Údajný pachatel prý utekl.")] == ["Údajný", "prý"]
    assert cues.is_function_word("který")
    assert not cues.is_function_word("pachatel")


@given(st.sampled_from(LANGUAGES), st.text(alphabet="ne'’ -NEkein不来אל.,नहीं", max_size=60))
def test_cues_quote_the_text_and_do_not_overlap(language: str, text: str) -> None:
    cues = cues_of(language)
    assert cues is not None
    found = cues.find("negation", text)
    assert all(text[cue.start : cue.end] == cue.text for cue in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_patterns() -> None:
    place = ("negation", "cues")
    lookup = Lookup({place: ["un*", "*n't", "no one", "anything * but", "n?t"]})
    text = "Unclear, don’t, No  one, anything at all but, nit"
    found = {cue.text for cue in lookup.find(place, text)}
    assert found == {"Unclear", "don’t", "No  one", "anything at all but", "nit"}


def test_an_overlong_text_is_not_searched() -> None:
    cues = cues_of("en")
    assert cues is not None
    assert cues.find("negation", "not " * 100_000) == ()
    assert cues.on_scale("degree", "very " * 100_000) == ()
