"""Finds the original-language reporting behind a translated article and shows where its meaning moved."""

#: The one place that states it; the package's metadata is built from here.
__version__ = "0.10.0"
