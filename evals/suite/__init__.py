"""Several evals and their gate, from one file."""
