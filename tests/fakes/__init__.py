"""Stand-ins for what lies outside: real servers on this machine."""
