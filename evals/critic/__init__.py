"""The offline critic over our own labelled talks: apart from the coder, or with it."""
