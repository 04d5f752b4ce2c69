"""Training of what ships with the product: reproducible, from our own corpora alone."""
