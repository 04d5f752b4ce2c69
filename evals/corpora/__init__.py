"""Our own texts, to measure with and to teach from."""
