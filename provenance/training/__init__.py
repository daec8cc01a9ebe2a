"""Training and measuring the models that ship inside the package."""
