"""What a check is done with, opened once for any number of articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.evidence import Evidence
    from provenance.library import OpenIndex, Scope
    from provenance.models import Models
    from provenance.reading import Capture
    from provenance.values import Article, Report

#: The one index that is built where it is missing.
DEFAULT_INDEX = "demo"


@dataclass(frozen=True, slots=True)
class Basis:
    """What the user wants articles checked with.

    `against` is a known original, read instead of a search; `hosts` may be fetched although their
    addresses are private; `scope` narrows the search; `checker` lets the checker read along, `deep` the
    model of that name.
    """

    index: tuple[str, ...]
    indexes: Path | None
    against: str | None
    embedder: str
    hosts: tuple[str, ...]
    scope: Scope
    checker: bool = True
    deep: str | None = None

    def expect(self) -> None:
        """Say that the index is missing before a page is fetched and models are opened for nothing.

        Raises:
            IndexMissing: There is no index of that name.
        """
        from provenance.library.home import existing_folder, index_home

        for name in self.index if self.against is None else ():
            if name != DEFAULT_INDEX:
                existing_folder(name, index_home(self.indexes))


@dataclass(frozen=True, slots=True)
class Checking:
    """The models, and the indexes or the original that articles are checked against."""

    models: Models
    indexes: tuple[OpenIndex, ...]
    original: Article | None

    def check(self, repost: Article, progress: Callable[[str], None]) -> Report:
        """The report on an article."""
        from provenance import pipeline

        if self.original is not None:
            return pipeline.compare(repost, self.original, self.models, progress)
        return pipeline.check(repost, self.indexes, self.models, progress)

    def made(self, report: Report) -> bool:
        """Whether a report was made by this version with these models from these indexes or this original."""
        from provenance import __version__
        from provenance.search import coverage_of_all

        signature, models = report.signature, self.models
        if self.original:
            same_texts = dict(signature.captures).get(self.original.id) == self.original.sha256
        else:
            same_texts = report.verdict.searched == coverage_of_all(self.indexes)
        return same_texts and (
            signature.version,
            signature.model_sha256,
            signature.lexicon_sha256,
            signature.checker_sha256,
            signature.deep,
            signature.index_sha256,
        ) == (
            __version__,
            models.embedder.sha256,
            models.words.lexicon_sha256,
            models.checker.sha256 if models.checker else "",
            models.deep.signature if models.deep else None,
            ",".join(index.manifest_sha256 for index in self.indexes),
        )

    def hold(self, report: Report, page: Capture) -> Evidence:
        """The evidence for a report of this checking."""
        from provenance.evidence import hold

        return hold(
            report,
            page,
            indexes=self.indexes,
            given=[self.original] if self.original else [],
        )


@contextmanager
def opened(basis: Basis) -> Iterator[Checking]:
    """Open the models, and the indexes or the original."""
    from provenance.models import open_models

    models = open_models(basis.embedder, checker=basis.checker, deep=basis.deep)
    if basis.against is not None:
        from provenance.reading import read_original

        yield Checking(models, (), read_original(basis.against, basis.hosts))
        return
    from provenance.ingest.demo import open_named
    from provenance.library import index_home
    from provenance.search import narrowed

    home = index_home(basis.indexes)
    with ExitStack() as stack:
        whole = [stack.enter_context(open_named(name, home, models.embedder)) for name in dict.fromkeys(basis.index)]
        yield Checking(models, narrowed(whole, basis.scope), None)
