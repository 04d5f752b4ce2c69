"""Values made small, for runs that keep hundreds of talks in memory at once.

Every value carries a set of the names of the fields that were given; such sets take most of its
memory, and there are only a few hundred different ones. Equal values stay equal.
"""

from typing import Any

from pydantic import BaseModel

_Names = dict[tuple[type, frozenset[str]], set[str]]


class Thinner:
    """Lets values of one class that had the same fields given share the set of their names.

    pydantic copies the set before it changes it (`model_copy`), so sharing is safe for frozen
    values. One thinner serves a run.
    """

    def __init__(self) -> None:
        self._names: _Names = {}

    def thin(self, value: Any) -> None:
        """Make a frozen value and all within it small, in place."""
        if isinstance(value, BaseModel):
            given = value.__pydantic_fields_set__
            shared = self._names.setdefault((type(value), frozenset(given)), given)
            if shared is not given:
                object.__setattr__(value, "__pydantic_fields_set__", shared)
            for one in value.__dict__.values():
                if isinstance(one, BaseModel | tuple):
                    self.thin(one)
        elif isinstance(value, tuple):
            for one in value:
                self.thin(one)
