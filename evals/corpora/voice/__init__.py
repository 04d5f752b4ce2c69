"""What the client's voice learns from: moves put into people's words, by many hands."""
