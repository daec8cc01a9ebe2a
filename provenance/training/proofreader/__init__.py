"""Training the proofreader: faithful text of each language, spoiled on the way."""
