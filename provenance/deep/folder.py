"""The files of a named model: a folder, or what the hub holds under that id, read without running any of it."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provenance.embed.hub import first_line, hub_away, plausible_id
from provenance.errors import EmbedderError

SETTINGS = "config.json"
#: What is fetched, and what the fingerprint covers; weights in other files are pickles, which can run code.
FILES = ("*.json", "*.safetensors", "*.txt", "*.model", "*.spm")
_WEIGHTS = "*.safetensors"
_VOCABULARIES = ("tokenizer.json", "vocab.*", "*.model", "*.spm")
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class ModelFolder:
    """A model on this computer: the name that the user gave, its folder, its settings, and what it is held to.

    `revision` is the hub's name of the version ("" for a folder), `sha256` the hash of its files.
    """

    name: str
    path: Path
    revision: str
    sha256: str
    settings: Mapping[str, Any]

    @property
    def label(self) -> str:
        """The name as a sentence says it: an id whole, of a path the last part."""
        return self.name if self.revision else self.path.resolve().name


def find_model(name: str) -> ModelFolder:
    """The files of a model by folder or hub id; what is missing is fetched where the hub can be reached.

    Raises:
        EmbedderError: there is no such model, or it has no weights that are safe to load.
    """
    path, revision = (Path(name), "") if Path(name).is_dir() else _from_hub(name)
    settings = _settings(name, path)
    if not any(path.glob(_WEIGHTS)):
        raise EmbedderError(
            f"The model {name} has no weights in safetensors files; other weights can run code and are not loaded: "
            "save it again with safetensors, or name another model."
        )
    if not any(file for pattern in _VOCABULARIES for file in path.glob(pattern)):
        # The library would read with an empty one.
        raise EmbedderError(f"The model {name} has no vocabulary (tokenizer.json); fetch it again with all its files.")
    return ModelFolder(name, path, revision, _fingerprint(path), settings)


def _from_hub(name: str) -> tuple[Path, str]:
    if not plausible_id(name):
        raise EmbedderError(
            f"There is no folder {name} and it is no model id; name a folder or an id such as owner/model."
        )
    offline = hub_away()
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.utils.tqdm import disable_progress_bars

        if not sys.stderr.isatty():
            disable_progress_bars()
        # Folders inside hold the same weights for other libraries.
        path = Path(
            snapshot_download(name, allow_patterns=list(FILES), ignore_patterns=["*/*"], local_files_only=offline)
        )
    except ImportError as error:
        raise EmbedderError("huggingface_hub cannot be imported; install the package again.") from error
    except Exception as error:
        if offline:
            raise EmbedderError(
                f"The model {name} is not on this computer and the model hub cannot be reached; "
                "download it where there is a network and name its folder."
            ) from error
        raise EmbedderError(f"The model {name} cannot be fetched: {first_line(error)}") from error
    return path, path.name


def _settings(name: str, path: Path) -> Mapping[str, Any]:
    try:
        settings = json.loads((path / SETTINGS).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise EmbedderError(f"The model {name} has no {SETTINGS} that can be read; name another model.") from error
    if not isinstance(settings, dict):
        raise EmbedderError(f"The {SETTINGS} of the model {name} holds no settings; name another model.")
    return settings


def _fingerprint(path: Path) -> str:
    """SHA-256 over the names and the contents of the model's files."""
    whole = hashlib.sha256()
    for file in sorted({one for pattern in FILES for one in path.glob(pattern)}):
        part = hashlib.sha256()
        with file.open("rb") as opened:
            while piece := opened.read(_PIECE):
                part.update(piece)
        whole.update(file.name.encode() + b"\0" + part.digest())
    return whole.hexdigest()
