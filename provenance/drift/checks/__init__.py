"""The drift checks: one module, one question, one `find(link)`."""
