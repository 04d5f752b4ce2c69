"""What happens when an advisor talks to the machine instead of the client."""
