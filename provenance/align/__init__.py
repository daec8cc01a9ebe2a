"""Alignment: the sentences and the words of two articles that render each other."""
