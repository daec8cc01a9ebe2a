"""The drift checks that exist: every module of `provenance.drift.checks`, under its own name."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module

import provenance.drift.checks as folder
from provenance.values import Finding, Link


@dataclass(frozen=True, slots=True)
class Check:
    """One drift check.

    `id` is the name of its module, `question` the first line of the module's docstring, and `find`
    yields the findings of one link without touching anything but the link.
    """

    id: str
    question: str
    find: Callable[[Link], Iterator[Finding]]


@cache
def checks() -> tuple[Check, ...]:
    """Every check, by id in alphabetical order; the modules are imported on the first call."""
    names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__))
    return tuple(_check(name) for name in names)


def _check(name: str) -> Check:
    module = import_module(f"{folder.__name__}.{name}")
    question = (inspect.getdoc(module) or "").partition("\n")[0]
    return Check(id=name, question=question, find=module.find)
