"""The battery said to a client whom a model speaks for, and judged by a model."""
