from __future__ import annotations

import inspect
import pkgutil

import provenance.drift.checks
from provenance.drift.registry import checks


def test_every_module_is_a_check_under_its_own_name() -> None:
    modules = {module.name for module in pkgutil.iter_modules(provenance.drift.checks.__path__)}
    assert {check.id for check in checks()} == modules
    assert len({check.find for check in checks()}) == len(modules)


def test_every_check_asks_one_question_and_cites_its_source() -> None:
    for check in checks():
        module = inspect.getmodule(check.find)
        assert module is not None
        assert check.question.endswith("?"), check.id
        assert "Source:" in (module.__doc__ or ""), check.id
        assert check.find.__name__ == "find"
