"""Defaults from `provenance.toml`: a table for each command, a key for each option.

[check]
index = "news"
format = "html"

[index.rebuild]
embedder = "sentence-transformers/LaBSE"

A file in the current folder may have come with that folder from anyone, so it may not set `UNSAFE` options.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from provenance.errors import ConfigurationError

FILE_NAME = "provenance.toml"
#: The most that a settings file holds, in bytes.
LARGEST = 1_000_000
#: Options that reach into the private network, let others in, or write where they say.
UNSAFE = frozenset(["allow-host", "allow-private", "bundle", "history", "host", "out", "proxy", "token"])


def read_settings(explicit: Path | None, command: Any) -> dict[str, Any]:  # noqa: ANN401 - typer names no class for it
    """The settings of `explicit`, else of the current folder's file, else of the user's; {} where there is none.

    Args:
        explicit: The file that the user names.
        command: The command that holds all others, whose options the settings name.

    Returns:
        Values by parameter name, a dictionary for each command.

    Raises:
        ConfigurationError: the file is missing, unreadable or no TOML, or it sets what no command has or what
            a file in the current folder must not set.
    """
    users = _users_file()
    path = explicit or next((place for place in (Path(FILE_NAME), users) if place.is_file()), None)
    if path is None:
        return {}
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise ConfigurationError(f"The settings file {path} is larger than {LARGEST:,} bytes; name another.")
        table = tomllib.loads(content.decode("utf-8-sig"))
    except OSError as error:
        raise ConfigurationError(f"The settings file {path} cannot be read; check its name with --config.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The settings file {path} is no valid TOML ({error}); correct that line.") from error
    except RecursionError as error:
        raise ConfigurationError(f"The settings file {path} is nested too deeply; name another.") from error
    defaults = _tables(table, command, path, "provenance")
    if path not in {explicit, users}:
        _refuse_unsafe(table, path, users)
    return defaults


def _users_file() -> Path:
    base = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA")
    folder = Path(base) if base else Path.home() / ".config"
    return folder / "translation-provenance" / FILE_NAME


def _refuse_unsafe(table: dict[str, Any], path: Path, users: Path) -> None:
    for key, value in table.items():
        if isinstance(value, dict):
            _refuse_unsafe(value, path, users)
        elif key.replace("_", "-") in UNSAFE:
            raise ConfigurationError(
                f"The settings file {path} of this folder sets {key!r}, which only a file of your own may set; "
                f"name this one with --config, or move the line to {users}."
            )


def _tables(table: dict[str, Any], command: Any, path: Path, called: str) -> dict[str, Any]:  # noqa: ANN401
    """What a group of commands is given: each key must be the name of one, each value its table."""
    known = command.commands
    defaults = {}
    for key, value in table.items():
        if key not in known or not isinstance(value, dict):
            raise ConfigurationError(
                f"The settings file {path} sets {key!r}, which is no table of a command of `{called}`; "
                f"there are: {', '.join(known)}."
            )
        read = _tables if hasattr(known[key], "commands") else _options
        defaults[key] = read(value, known[key], path, f"{called} {key}")
    return defaults


def _options(table: dict[str, Any], command: Any, path: Path, called: str) -> dict[str, Any]:  # noqa: ANN401
    """What one command is given, by the names of its parameters."""
    known = {
        spelling.removeprefix("--"): parameter
        for parameter in command.params
        for spelling in parameter.opts
        if spelling.startswith("--")
    }
    defaults = {}
    for key, value in table.items():
        option = known.get(key.replace("_", "-"))
        if option is None:
            raise ConfigurationError(
                f"The settings file {path} sets {key!r} for `{called}`, which has no such option; "
                f"there are: {', '.join(known)}."
            )
        values = value if isinstance(value, list) and option.multiple else [value]
        if not all(isinstance(one, str | int | float) for one in values):
            raise ConfigurationError(f"The settings file {path} gives {key!r} of `{called}` a value of a wrong kind.")
        defaults[option.name] = values if option.multiple else value
    return defaults
