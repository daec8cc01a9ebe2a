"""`provenance model`: what the embedded model is made of, how good it is, and training it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from provenance.cli.calibrate_deep import calibrate_deep
from provenance.cli.corpus_options import Critical, Dictionary, LeaveOut, Mqm, Pairs, mqm_files
from provenance.cli.train_checker import train_checker
from provenance.cli.train_proofreader import train_proofreader

app = typer.Typer(help="Look at, measure and train the embedded model.", no_args_is_help=True, rich_markup_mode=None)
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
app.command("train-checker")(train_checker)
app.command("train-proofreader")(train_proofreader)


@app.command()
def info(as_json: _Json = False) -> None:
    """Name the embedded model's data, licences, languages and figures."""
    from provenance.embed.card import read_card
    from provenance.embed.static import open_embedded
    from provenance.lexicon import open_lexicon

    card, lexicon = read_card(), open_lexicon()
    if as_json:
        hashes = {"sha256": open_embedded().sha256, "lexicon_sha256": lexicon.sha256}
        typer.echo(json.dumps({**card, **hashes}, ensure_ascii=False, indent=2))
        return
    typer.echo(
        f"{card['name']}: {card['pieces']:,} word pieces of {card['dim']} dimensions, SHA-256 {open_embedded().sha256}"
    )
    typer.echo(f"lexicon: {len(lexicon.languages)} languages, SHA-256 {lexicon.sha256}")
    typer.echo("\nTrained on")
    for corpus in card["corpora"]:
        typer.echo(f"  {corpus['name']:<14} {corpus['rows']:>9,} rows  {corpus['what']} ({corpus['licence']})")
    typer.echo("\nFigures")
    for name, value in card["figures"].items():
        typer.echo(f"  {value:.3f}  {name}")
    typer.echo("\nLanguages (rows of training text; P@1 into English on text not trained on)")
    from provenance.language import language_name

    for code, known in sorted(card["languages"].items()):
        measured = f"{known['p_at_1']:.2f} on {known['measured_on']}" if "p_at_1" in known else "not measured"
        typer.echo(f"  {code} {language_name(code):<12} {known['rows']:>8,}  {known['support']:<6} {measured}")


@app.command()
def evaluate(
    pairs: Annotated[Path | None, typer.Option(help="A file of text<TAB>translation, one pair a line.")] = None,
    embedder: Annotated[str, typer.Option(help="`embedded`, or a sentence-transformers model.")] = "embedded",
    drift: Annotated[
        Path | None, typer.Option(help="Measure drift on the development sets in this folder instead.")
    ] = None,
    each: Annotated[int, typer.Option(help="Rows of each language, fault and set that --drift measures.")] = 100,
    no_checker: Annotated[bool, typer.Option("--no-checker", help="Measure drift without the checker.")] = False,
    deep: Annotated[
        str | None, typer.Option(metavar="MODEL", help="Measure drift with this model reading along.")
    ] = None,
    as_json: _Json = False,
) -> None:
    """Measure how often the translation of a text is found first among all translations of the file."""
    if drift is not None:
        from provenance.models import open_models
        from provenance.training.drift_report import evaluate_drift

        evaluate_drift(drift, open_models(checker=not no_checker, deep=deep), each=each, say=typer.echo)
        return
    if pairs is None:
        raise typer.BadParameter("Give --pairs FILE or --drift FOLDER.")
    from provenance.embed import open_embedder
    from provenance.training.evaluate import measure_retrieval, read_columns

    texts, translations = read_columns(pairs)
    figures = asdict(measure_retrieval(open_embedder(embedder), texts, translations))
    if as_json:
        typer.echo(json.dumps(figures))
        return
    for name, value in figures.items():
        typer.echo(f"{name:<22} {value:,}" if name == "n" else f"{name:<22} {value:.4f}")


@app.command()
def calibrate(
    pairs: Pairs,
    faithful: Annotated[
        Path,
        typer.Option(
            help="Faithful pairs of other text: original<TAB>repost<TAB>original_lang<TAB>repost_lang, or a news set "
            "(direction<TAB>language<TAB>text<TAB>English), of which one half is read."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(help="The calibration's file (that of a named model is kept in your data folder).")
    ] = None,
    leave_out: LeaveOut = None,
    mqm: Mqm = None,
    critical: Critical = None,
    most_flagged: Annotated[float, typer.Option(help="Share of the faithful pairs that may reach one half.")] = 0.04,
    seed: Annotated[int, typer.Option(help="Of the draws.")] = 1,
    deep: Annotated[
        str | None, typer.Option(metavar="MODEL", help="Fit how far to trust this model, which reads along by --deep.")
    ] = None,
    rows: Annotated[
        int, typer.Option(min=1, help="With --deep: pairs that the model reads at most, of either file.")
    ] = 4000,
) -> None:
    """Fit the probabilities of drift on faults made in parallel text, and on translations that people judged."""
    from provenance.models import open_models
    from provenance.training.calibrate import calibrate, read_faithful
    from provenance.training.corpus import fingerprint, read_pairs, read_texts
    from provenance.training.drift_material import judged_rows, made_rows

    if (out is None) == (deep is None):
        raise typer.BadParameter("Give --out FILE, or --deep MODEL, whose calibration is kept in your data folder.")
    known = read_faithful(faithful)
    unseen = frozenset(map(fingerprint, read_texts(leave_out or ())))
    made = [*made_rows(read_pairs(pairs), seed, unseen), *judged_rows(mqm_files(mqm), critical or (), seed)]
    typer.echo(f"{len(made):,} rows to learn from, {len(known):,} faithful ones to place the middle")
    if deep is not None:
        calibrate_deep(deep, made, known, most_rows=rows, most_flagged=most_flagged, seed=seed)
    if out is None:
        return
    sets = calibrate(made, known, open_models(), out, most_flagged=most_flagged)
    for name, one in sets.items():
        typer.echo(f"{name}: {len(one.bends)} features, {len(one.findings)} kinds of findings, written to {out}")


@app.command()
def train(
    pairs: Pairs,
    out: Annotated[Path, typer.Option(help="The folder of the new model.")],
    dictionary: Dictionary = None,
    base: Annotated[
        Path | None, typer.Option(help="Extend this model by your text, and keep what it knows of other languages.")
    ] = None,
    leave_out: LeaveOut = None,
    measure: Annotated[
        list[Path] | None, typer.Option(help="Parallel text like --pairs to measure on; never trained on.")
    ] = None,
    like: Annotated[
        Path | None, typer.Option(help="A model whose vocabulary is kept and to whose axes the vectors are turned.")
    ] = None,
    steps: Annotated[
        int | None,
        typer.Option(min=1, help="Training steps (else by the recipe; with --base by the size of your text)."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of every draw.")] = 1,
    vectors_only: Annotated[bool, typer.Option(help="Train no lexicon and no word alignment.")] = False,
) -> None:
    """Train all that ships; the same command goes on where an interrupted run stopped."""
    from provenance.training.corpus import Files
    from provenance.training.extend import extend_model
    from provenance.training.run import WORK_FOLDER, train_everything, train_model
    from provenance.training.static_model import Recipe

    files = Files(tuple(pairs), tuple(dictionary or ()), tuple(leave_out or ()), tuple(measure or ()))
    if base is not None:
        extend_model(base, files, out, typer.echo, steps=steps, seed=seed)
    else:
        recipe = Recipe(seed=seed) if steps is None else Recipe(steps=steps, seed=seed)
        (train_model if vectors_only else train_everything)(recipe, files, out, typer.echo, like)
    typer.echo(f"The model is in {out}: use it by --embedder {out}. {out / WORK_FOLDER} can be deleted.")


@app.command("count-words")
def count_words(
    pairs: Pairs,
    out: Annotated[
        Path, typer.Option(help="The folder of the tables (`provenance/drift/data` holds the shipped ones).")
    ],
) -> None:
    """Count the words that the drift checks know: how common each is, which follow which, which tell men from women."""
    from provenance.embed.static import open_embedded
    from provenance.training import drift_sexes, drift_words
    from provenance.training.corpus import read_pairs

    tokenizer = open_embedded().tokenizer
    counted = drift_words.count_words(read_pairs(pairs), tokenizer, out)
    drift_sexes.learn_sexes(read_pairs(pairs), tokenizer, out)
    typer.echo(f"{sum(counted.values()):,} texts in {len(counted)} languages counted; the tables are in {out}")
