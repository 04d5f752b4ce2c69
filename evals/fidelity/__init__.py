"""How the client behaves under advisors of known kind."""
