"""Training the checker: corrupted pairs made on the fly, the network in torch, and its figures."""
