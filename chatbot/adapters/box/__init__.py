"""A language model in the box: its files, its engine in a child process, what it is asked.

`catalogue` and `shelf` know models and where they lie, `wheel`, `hub` and `fetching` bring them,
`child` runs the engine in a process of its own, `server` watches over it, `completing` asks it.
"""
