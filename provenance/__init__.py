"""Finds the original-language reporting behind a translated article and shows where its meaning moved."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("translation-provenance")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"
