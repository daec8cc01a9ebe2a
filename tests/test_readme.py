"""The README is held to what the program does: every command in it exists, and every command is in it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer import Context
from typer.core import TyperGroup
from typer.main import get_command

from provenance.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(
    r"^```\n(.*?)^```",
    re.sub(r"^```\w+\n.*?^```", "", README, flags=re.DOTALL | re.MULTILINE),
    re.DOTALL | re.MULTILINE,
)


def commands_in_readme() -> list[str]:
    lines = (line.removeprefix("$ ") for block in BLOCKS for line in block.splitlines())
    parts = (part.strip() for line in lines for part in re.split(r"&&|\|", line.split(" < ")[0]))
    return [part for part in parts if part.startswith("provenance ")]


def commands_of_program(group: TyperGroup, name: str = "provenance") -> Iterator[tuple[str, set[str]]]:
    for key, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands_of_program(command, f"{name} {key}")
        else:
            yield f"{name} {key}", {option for parameter in command.params for option in parameter.opts}


def known() -> dict[str, set[str]]:
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    return dict(commands_of_program(group))


@pytest.mark.parametrize("line", commands_in_readme())
def test_a_command_of_the_readme_exists_with_its_options(line: str) -> None:
    words = shlex.split(line)
    name = next((" ".join(words[:n]) for n in (3, 2) if " ".join(words[:n]) in known()), None)
    assert name, f"there is no command {line!r}"
    assert {word for word in words if word.startswith("--")} <= known()[name]


def test_every_command_is_in_the_readme() -> None:
    documented = " ".join(commands_in_readme()) + " ".join(re.findall(r"`(.*?)`", README))
    missing = [
        name for name in known() if name not in documented and name.removeprefix("provenance ") not in documented
    ]
    assert missing == []


def test_every_command_and_option_says_what_it_is_for() -> None:
    def speechless(group: TyperGroup) -> Iterator[str]:
        with Context(group) as context:
            for name in group.list_commands(context):
                command = group.commands[name]
                if isinstance(command, TyperGroup):
                    yield from speechless(command)
                elif not command.help:
                    yield name
                else:
                    for parameter in command.params:
                        if parameter.param_type_name == "option" and not getattr(parameter, "help", None):
                            yield f"{name} {parameter.name}"

    group = get_command(app)
    assert isinstance(group, TyperGroup)
    assert list(speechless(group)) == []


def test_the_clean_check_installs_and_tests_as_the_readme_says() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    install, test = next(block.strip().split(" && ") for block in BLOCKS if "pytest" in block)
    assert re.sub(r"pip install (?:--\S+ )*", "pip install ", script).count(install) == 1
    assert test in script


def test_pictures_and_files_that_the_readme_names_exist() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if "://" not in target:
            assert (ROOT / target).exists(), target
