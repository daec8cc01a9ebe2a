"""Any sentence-transformers model, by hub id or by folder, behind the same protocol.

The library brings torch with it, so nothing here is imported before a user names such a model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from provenance.embed import Vectors
from provenance.embed.hub import first_line, hub_away, plausible_id
from provenance.errors import EmbedderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

#: Models trained with a prefix before every text, by a part of their name; both sides of a
#: translation are alike, so both get the same one (model cards of the E5 family).
PROMPTS = {"multilingual-e5": "query: "}
TEXTS_AT_ONCE = 64


class TransformerEmbedder:
    """A sentence-transformers model.

    Args:
        name: a hub id (`sentence-transformers/LaBSE`) or a folder.
        device: a torch device such as `cpu` or `cuda`; chosen by the library where None.
        backend: `torch`, `onnx` or `openvino`, as sentence-transformers names them.

    Raises:
        EmbedderError: the model is neither on this computer nor to be fetched, or cannot be loaded.
    """

    def __init__(self, name: str, *, device: str | None = None, backend: str = "torch") -> None:
        self._name = name
        self._prompt = next((prompt for part, prompt in PROMPTS.items() if part in name.lower()), "")
        self._model = _load(name, device, backend)
        self._dim = int(self._model.encode(["a"], show_progress_bar=False).shape[1])

    @property
    def name(self) -> str:
        """The name that chooses this embedder."""
        return self._name

    @property
    def dim(self) -> int:
        """Dimensions of a vector."""
        return self._dim

    @property
    def sha256(self) -> str:
        """SHA-256 over the model's weights as loaded."""
        digest = hashlib.sha256()
        for key, tensor in sorted(self._model.state_dict().items()):
            digest.update(key.encode())
            digest.update(tensor.detach().cpu().float().numpy().tobytes())
        return digest.hexdigest()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed `texts` as unit rows of shape (len(texts), dim)."""
        if not texts:
            return np.zeros((0, self._dim), np.float32)
        try:
            vectors = self._model.encode(
                [self._prompt + text for text in texts],
                batch_size=TEXTS_AT_ONCE,
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        except (RuntimeError, ValueError, IndexError) as error:
            raise EmbedderError(
                f"The model {self._name} failed on a text ({error}); try another model or --embedder embedded."
            ) from error
        return np.ascontiguousarray(vectors, np.float32)


def _load(name: str, device: str | None, backend: str) -> SentenceTransformer:
    local = Path(name).is_dir()
    if not local and not plausible_id(name):
        raise EmbedderError(
            f"There is no folder {name} and it is no model id; "
            "name a folder, an id such as sentence-transformers/LaBSE, or embedded."
        )
    offline = local or hub_away()
    if offline and not local and not _in_cache(name):
        # Said before torch is imported, which takes longer than the answer should.
        raise EmbedderError(_not_here(name))
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EmbedderError(
            "sentence-transformers cannot be imported; install the package again or use --embedder embedded."
        ) from error
    try:
        return SentenceTransformer(name, device=device, backend=backend, local_files_only=offline)  # type: ignore[arg-type]
    except Exception as error:
        if local:
            raise EmbedderError(f"The folder {name} holds no model that can be loaded: {first_line(error)}") from error
        if offline:
            raise EmbedderError(_not_here(name)) from error
        raise EmbedderError(f"The model {name} cannot be loaded: {first_line(error)}") from error


def _not_here(name: str) -> str:
    return (
        f"The model {name} is not on this computer and the model hub cannot be reached; "
        "download it where there is a network and name its folder, or use --embedder embedded."
    )


def _in_cache(name: str) -> bool:
    from huggingface_hub import try_to_load_from_cache

    # The library looks for a bare name in its own organisation.
    names = [name] if "/" in name else [name, f"sentence-transformers/{name}"]
    return any(isinstance(try_to_load_from_cache(one, "config.json"), str) for one in names)
