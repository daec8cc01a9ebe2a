"""What a worker can do: check an article, compare pairs, look a sentence up."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from provenance.bitext import Row, compare_rows
from provenance.evidence import hold, pack
from provenance.ingest.demo import open_named, user_data_folder
from provenance.library import OpenIndex
from provenance.library.home import MANIFEST_FILE
from provenance.lookup import Place, find_sentence
from provenance.models import Models, open_models
from provenance.pipeline import Progress, check, compare
from provenance.reading import Capture, read_capture
from provenance.report.json_report import drift_dict, from_json, to_json
from provenance.values import Report
from provenance.web.workers.frames import Frame

_Stamp = tuple[int, int, int] | None
Answer = tuple[dict[str, Any], *tuple[bytes, ...]]


class Tasks:
    """The models and the indexes, opened once."""

    def __init__(self, models: Models, home: Path) -> None:
        """Compute with `models` on the indexes in `home`."""
        self._models = models
        self._home = home
        self._open: dict[str, tuple[OpenIndex, _Stamp]] = {}
        self._tasks: dict[str, Callable[[Frame, Progress], Answer]] = {
            "check": self._check,
            "compare": self._compare,
            "search": self._search,
            "bundle": self._bundle,
        }

    @classmethod
    def open(cls, opening: dict[str, Any]) -> Tasks:
        """Open the models and every index that will be asked for.

        Raises:
            ProvenanceError: a model or an index cannot be used.
        """
        tasks = cls(open_models(opening["embedder"]), Path(opening["home"]))
        for name in opening["indexes"]:
            tasks._index(name)
        return tasks

    def run(self, frame: Frame, progress: Progress) -> Answer:
        """Do one task.

        Raises:
            ProvenanceError: it cannot be done.
        """
        return self._tasks[frame.header["task"]](frame, progress)

    def _check(self, frame: Frame, progress: Progress) -> Answer:
        progress("Reading")
        given = [read_capture(one) for one in _captures(frame)]
        if len(given) > 1:
            report = compare(given[0], given[1], self._models, progress)
        else:
            report = check(given[0], self._opened(frame.header["indexes"]), self._models, progress)
        return {"summary": _summary(report)}, to_json(report).encode()

    def _compare(self, frame: Frame, progress: Progress) -> Answer:
        rows = [Row(number, *columns) for number, columns in enumerate(json.loads(frame.parts[0]))]
        answers = []
        for result in compare_rows(rows, self._models):
            progress(f"{result.row + 1:,} of {len(rows):,} pairs")
            drifts = [drift_dict(drift) for drift in result.drifts]
            answers.append({"row": result.row, "drifts": drifts, "drift_probability": result.drift_probability})
        return {}, json.dumps(answers, ensure_ascii=True).encode()

    def _search(self, frame: Frame, progress: Progress) -> Answer:
        progress("Searching")
        indexes = self._opened(frame.header["indexes"])
        places = find_sentence(frame.parts[0].decode(), indexes, self._models.embedder, frame.header["limit"])
        return {}, json.dumps([_place(place) for place in places], ensure_ascii=True).encode()

    def _bundle(self, frame: Frame, progress: Progress) -> Answer:
        progress("Packing")
        report = from_json(frame.parts[0].decode())
        page, *given = _captures(frame)
        indexes = [self._index(name) for name in report.verdict.searched.indexes if name in self._open]
        return {}, pack(hold(report, page, indexes=indexes, given=[read_capture(one) for one in given]))

    def _opened(self, names: Sequence[str]) -> list[OpenIndex]:
        return [self._index(name) for name in names]

    def _index(self, name: str) -> OpenIndex:
        """The index as it is on disk now: opened again where a rebuild has replaced it."""
        known = self._open.get(name)
        stamp = self._stamp(name)
        if known and known[1] == stamp and known[0].is_current():
            return known[0]
        opened = open_named(name, self._home, self._models.embedder)
        if known:
            known[0].close()
        self._open[name] = opened, self._stamp(name)
        return opened

    def _stamp(self, name: str) -> _Stamp:
        for home in (self._home, user_data_folder() / "indexes"):
            try:
                state = (home / name / MANIFEST_FILE).stat()
            except OSError:
                continue
            return state.st_mtime_ns, state.st_ino, state.st_size
        return None


def _captures(frame: Frame) -> list[Capture]:
    """The captures that a frame describes, whose contents are its last parts."""
    described = frame.header["captures"]
    contents = frame.parts[-len(described) :]
    return [Capture(content=content, **meta) for meta, content in zip(described, contents, strict=True)]


def _summary(report: Report) -> dict[str, Any]:
    """What a list of reports shows of one."""
    severities = Counter(drift.severity for drift in report.drifts)
    best = report.verdict.originals[0] if report.verdict.originals else None
    return {
        "title": report.article.title,
        "url": report.article.url,
        "language": report.article.language,
        "status": report.verdict.status,
        "probability": report.verdict.probability,
        "credit": report.verdict.credit,
        "outlet": (best.outlet or best.url) if best else None,
        "findings": {severity: severities[severity] for severity in ("critical", "major", "minor")},
    }


def _place(place: Place) -> dict[str, Any]:
    article = place.article
    return {
        "index": place.index,
        "similarity": place.similarity,
        "sentence": asdict(place.sentence),
        "passage": {"index": place.passage.index, "start": place.passage.start, "text": place.passage.text},
        "original": {
            "id": article.id,
            "title": article.title,
            "url": article.url,
            "outlet": article.outlet,
            "language": article.language,
            "published": article.published,
        },
    }
