"""Training of the local coder: `python -m evals.train.coder`."""
