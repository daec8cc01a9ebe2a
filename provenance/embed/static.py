"""The embedded model: word-piece vectors read from the package, a text is the mean of its pieces.

The folder is a sentence-transformers `StaticEmbedding` in its quantised layout (`embeddings` as int8
rows, `weights` as one float32 a row), so `SentenceTransformer(folder)` opens it too. This path reads
the same two files with `tokenizers` and NumPy and never imports torch.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from provenance.embed import DEFAULT_EMBEDDER, Vectors
from provenance.errors import EmbedderError

MODEL_FOLDER = Path(__file__).parent / "model"
WEIGHTS_FILE = "model.safetensors"
TOKENIZER_FILE = "tokenizer.json"
#: Texts tokenized at once; bounds the memory of a bulk run.
TEXTS_AT_ONCE = 4096
_LARGEST_HEADER = 1_000_000


class StaticEmbedder:
    """A static model opened from a folder."""

    def __init__(self, folder: Path, name: str | None = None) -> None:
        self.folder = folder
        self._name = name or str(folder)
        try:
            self.tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        except Exception as error:
            raise EmbedderError(
                f"The model in {folder} has no readable {TOKENIZER_FILE}; install the package again."
            ) from error
        self._rows, self._weights = _open_tensors(folder / WEIGHTS_FILE)
        if len(self._rows) < self.tokenizer.get_vocab_size():
            raise EmbedderError(
                f"The model in {folder} has fewer vectors than word pieces; copy or train it again as a whole."
            )

    @property
    def name(self) -> str:
        """The name that chooses this embedder."""
        return self._name

    @property
    def dim(self) -> int:
        """Dimensions of a vector."""
        return int(self._rows.shape[1])

    @cached_property
    def sha256(self) -> str:
        """SHA-256 over both files."""
        digest = hashlib.sha256()
        for part in (TOKENIZER_FILE, WEIGHTS_FILE):
            with (self.folder / part).open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()

    def piece_vectors(self, ids: npt.NDArray[np.integer] | Sequence[int]) -> Vectors:
        """The vectors (n, dim) of word pieces by their ids, not normalised: a longer vector weighs more."""
        chosen = np.asarray(ids, np.int64)
        vectors: Vectors = self._rows[chosen].astype(np.float32) * self._weights[chosen, None]
        return vectors

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed `texts` as unit rows of shape (len(texts), dim); a text without a known piece gives zeros."""
        return unit_rows(self.sums(texts))

    def sums(self, texts: Sequence[str]) -> Vectors:
        """The sums (len(texts), dim) of the vectors of each text's pieces: those of joined texts add up."""
        numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        vectors = np.zeros((len(numbers), self.dim), np.float32)
        for row, one in enumerate(self._tokenized(list(numbers))):
            ids = np.asarray(one.ids, np.int64)
            # A product a text: eight times as fast as one reduction over all pieces of the batch.
            vectors[row] = self._weights[ids] @ self._rows[ids].astype(np.float32)
        return vectors if len(numbers) == len(texts) else vectors[[numbers[text] for text in texts]]

    def _tokenized(self, texts: Sequence[str]) -> Iterator[Encoding]:
        batches = [texts[start : start + TEXTS_AT_ONCE] for start in range(0, len(texts), TEXTS_AT_ONCE)]
        if len(batches) < 2:
            yield from self._pieces(texts)
            return
        # The tokenizer works on every core outside the interpreter's lock, one batch ahead of the sums.
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1) as ahead:
            waiting = ahead.submit(self._pieces, batches[0])
            for batch in batches[1:]:
                ready, waiting = waiting, ahead.submit(self._pieces, batch)
                yield from ready.result()
            yield from waiting.result()

    def _pieces(self, texts: Sequence[str]) -> list[Encoding]:
        return self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)


def unit_rows(vectors: Vectors) -> Vectors:
    """The rows (n, d) scaled to length 1, in place; zeros stay zeros."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    np.divide(vectors, norms, out=vectors, where=norms > 0)
    return vectors


@cache
def open_embedded() -> StaticEmbedder:
    """The model that ships inside the package, opened once a process."""
    return StaticEmbedder(MODEL_FOLDER, DEFAULT_EMBEDDER)


def _open_tensors(path: Path) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Map `embeddings` (int8, rows) and `weights` (float32) of a safetensors file into memory.

    The safetensors library copies what it reads; mapping the file lets processes share its pages.
    """
    try:
        with path.open("rb") as file:
            size = int.from_bytes(file.read(8), "little")
            if not 0 < size <= _LARGEST_HEADER:
                raise ValueError("header size")
            header = json.loads(file.read(size))
        tensors = {}
        for key, code, kind in (("embeddings", "I8", np.int8), ("weights", "F32", np.float32)):
            entry = header[key]
            if entry["dtype"] != code:
                raise ValueError(f"{key} is {entry['dtype']}")
            begin, end = entry["data_offsets"]
            shape = tuple(entry["shape"])
            if end - begin != np.prod(shape) * np.dtype(kind).itemsize:
                raise ValueError(f"{key} has another length than its shape")
            # A plain view: the memmap class itself costs more than the arithmetic.
            tensors[key] = np.asarray(np.memmap(path, kind, "r", 8 + size + begin, shape))
        if tensors["embeddings"].ndim != 2 or tensors["weights"].shape != tensors["embeddings"].shape[:1]:
            raise ValueError("shapes do not agree")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EmbedderError(
            f"The model file {path} cannot be read ({error}); install the package again or train the model again."
        ) from error
    return tensors["embeddings"], tensors["weights"]


def save_static(folder: Path, tokenizer: Tokenizer, table: Vectors) -> None:
    """Write a table (pieces, dim) as an int8 static model that sentence-transformers opens too."""
    from safetensors.numpy import save

    folder.mkdir(parents=True, exist_ok=True)
    largest = np.maximum(np.abs(table).max(axis=1), 1e-12)
    weights = (largest / 127).astype(np.float32)
    rows = np.rint(table / weights[:, None]).astype(np.int8)
    # Put in place by a rename, since the old file may be mapped by another process.
    part = folder / f"{WEIGHTS_FILE}.part"
    part.write_bytes(save({"embeddings": rows, "weights": weights}))
    part.replace(folder / WEIGHTS_FILE)
    tokenizer.save(str(folder / TOKENIZER_FILE), pretty=False)
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
    ]
    (folder / "modules.json").write_text(json.dumps(modules, indent=2) + "\n", encoding="utf-8")
