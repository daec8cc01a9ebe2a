"""The choice of a format, and what every format must survive."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings

from provenance.errors import ConfigurationError
from provenance.report import FORMATS, render
from provenance.values import Report
from tests.report.samples import HOSTILE, REPORT, hostile_report
from tests.report.strategies import reports


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_states_the_signature_or_its_hashes(name: str) -> None:
    text = render(REPORT, name)
    assert "0.1.0" in text
    assert text.endswith("\n")


def test_an_unknown_format_is_refused_by_naming_the_known_ones() -> None:
    with pytest.raises(ConfigurationError, match="text, json, html, markdown, annotations"):
        render(REPORT, "docx")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("outside", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_writable_in_every_format(name: str, outside: str) -> None:
    render(hostile_report(outside), name).encode("utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_any_report_can_be_rendered(name: str) -> None:
    @given(reports())
    @settings(max_examples=25, deadline=None)
    def check(report: Report) -> None:
        render(report, name).encode("utf-8")

    check()


def test_importing_the_package_loads_no_renderer() -> None:
    code = (
        "import sys, provenance.report, provenance.report.json_report;"
        "sys.exit(', '.join({'jinja2', 'rich', 'pydantic', 'markupsafe'} & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
