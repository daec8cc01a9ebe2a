from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from provenance.checker import Checker, open_checker
from provenance.checker.storage import CHECKER_FILE, CheckerContent, write_checker
from provenance.embed.static import open_embedded
from provenance.errors import EmbedderError
from tests.checker.made import SMALL, drawn_weights, written_checker

ORIGINAL = "Ministr v pondělí řekl, že vláda daně nezvýší."
REPOST = "The minister said on Monday that the government will not raise taxes."


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    return Checker(written_checker(tmp_path_factory.mktemp("checker")), open_embedded())


def test_every_word_and_gap_has_a_score_at_its_place(checker: Checker) -> None:
    (reading,) = checker.read([(ORIGINAL, REPOST)])
    words = [REPOST[score.start : score.end] for score in reading.wrong]
    assert words == REPOST.rstrip(".").split()
    assert [ORIGINAL[score.start : score.end] for score in reading.unrendered] == [
        "Ministr", "v", "pondělí", "řekl", "že", "vláda", "daně", "nezvýší",
    ]  # fmt: skip
    assert len(reading.missing) == len(words) + 1
    assert all(score.start == score.end for score in reading.missing)
    assert [score.start for score in reading.missing[1:]] == [score.end for score in reading.wrong]
    values = [score.value for part in (reading.wrong, reading.missing, reading.unrendered) for score in part]
    assert all(0 <= value <= 1 for value in [*values, reading.pair])
    assert len(set(values)) > 5


@pytest.mark.parametrize("pair", [("", "words here"), ("words here", ""), ("", ""), (" . , !", "words here")])
def test_nothing_is_said_of_a_side_without_words(checker: Checker, pair: tuple[str, str]) -> None:
    (reading,) = checker.read([pair])
    assert not reading.wrong
    assert not reading.missing
    assert reading.pair == 0


def test_the_company_of_other_pairs_changes_nothing(checker: Checker) -> None:
    long = " ".join([REPOST] * 6)
    alone = checker.read([(ORIGINAL, REPOST)])[0]
    among = checker.read([(long, ORIGINAL), ("", "x"), (ORIGINAL, REPOST), (REPOST, long)])[2]
    assert np.allclose([score.value for score in alone.wrong], [score.value for score in among.wrong], atol=1e-5)
    assert np.allclose([score.value for score in alone.missing], [score.value for score in among.missing], atol=1e-5)
    assert alone.pair == pytest.approx(among.pair, abs=1e-5)


def test_a_text_without_end_is_read_as_far_as_is_useful(checker: Checker) -> None:
    (reading,) = checker.read([("slovo " * 5000, "word " * 5000)])
    assert 0 < len(reading.wrong) < 1000


def test_strange_characters_do_no_harm(checker: Checker) -> None:
    strange = "\ud800 \u202e \x00 💥 ﷽ 1\u0660 ②"
    assert len(checker.read([(strange, REPOST), (REPOST, strange)])) == 2


def test_another_models_checker_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="another embedded model.*--no-checker"):
        Checker(written_checker(tmp_path, "00" * 32), open_embedded())


def test_weights_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    weights = drawn_weights()
    weights["pair.weight"] = weights["pair.weight"][:, :-1]
    path = tmp_path / "checker.npz"
    write_checker(path, CheckerContent(SMALL, weights, open_embedded().sha256))
    with pytest.raises(EmbedderError, match="do not fit together"):
        Checker(path, open_embedded())


def test_known_languages_need_no_guessing(checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    guessed = checker.read([(ORIGINAL, REPOST)])[0]
    monkeypatch.setattr("provenance.checker.reader.detect_language", lambda _: pytest.fail("guessed"))
    assert checker.read([(ORIGINAL, REPOST)], [("cs", "en")])[0] == guessed


#: A faithful pair and the same with one fault, in our own words.
FAULTS = {
    "denied": ("Die Regierung hat den Vorschlag gestern nicht angenommen.",
               "The government did not accept the proposal yesterday.",
               "The government did accept the proposal yesterday."),
    "stated": ("Prezident včera potvrdil, že smlouvu podepíše.",
               "The president confirmed yesterday that he will sign the treaty.",
               "The president confirmed yesterday that he will not sign the treaty."),
    "number": ("При взрыве на складе погибли 14 человек.",
               "An explosion at a warehouse killed 14 people.",
               "An explosion at a warehouse killed 41 people."),
    "left out": ("La ministre a promis d'aider les agriculteurs et de baisser le prix de l'eau dans tout le pays.",
                 "The minister promised to help the farmers and to lower the price of water throughout the country.",
                 "The minister promised to help throughout the country."),
    "added": ("Los vecinos abandonaron sus casas durante la noche.",
              "The residents left their homes during the night.",
              "The residents left their homes during the night after soldiers had shot at them in the street."),
}  # fmt: skip


@pytest.mark.skipif(not CHECKER_FILE.is_file(), reason="no checker is installed")
@pytest.mark.parametrize("fault", FAULTS)
def test_the_packaged_checker_prefers_the_faithful_text(fault: str) -> None:
    original, faithful, faulty = FAULTS[fault]
    before, after = open_checker().read([(original, faithful), (original, faulty)])
    assert after.pair > before.pair
