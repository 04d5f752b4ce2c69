"""The terminal, from the command line to what it prints."""
