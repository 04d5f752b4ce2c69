"""How often a person let the tool's codes stand: agreement over the turns that they looked at.

Which turns a person looks at is theirs to choose, so this is no fair sample of the coder's work.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from pydantic import Field

from chatbot.domain.base import Value
from chatbot.domain.codes import Code
from chatbot.domain.reviews import TurnReview

#: With fewer turns than this, agreement beyond chance is not told.
FEWEST_TURNS: Final = 10


class CodeLook(Value):
    """What came of one code in the turns looked at.

    Attributes:
        said: how often the coder gave it.
        stood: how often the person let it stand.
        person: in how many turns the person has it.
        kappa: Cohen's, of having it in a turn; None where chance cannot be told from agreement.
    """

    said: int = Field(default=0, ge=0)
    stood: int = Field(default=0, ge=0)
    person: int = Field(default=0, ge=0)
    kappa: float | None = None


class SecondLook(Value):
    """Agreement between the coder and a person.

    Attributes:
        turns: turns looked at.
        codes: what came of each code that either gave.
        added: codes that the person added.
        kappa: mean over the codes that have one; None with fewer than `FEWEST_TURNS` turns.
        contested: findings that the person disagrees with, in turns looked at or not.
    """

    turns: int = Field(default=0, ge=0)
    codes: dict[Code, CodeLook] = Field(default_factory=dict)
    added: int = Field(default=0, ge=0)
    kappa: float | None = None
    contested: int = Field(default=0, ge=0)

    @property
    def said(self) -> int:
        """How many codes were looked at."""
        return sum(one.said for one in self.codes.values())

    @property
    def stood(self) -> int:
        """How many of these stood. An open question made a closed one did not."""
        return sum(one.stood for one in self.codes.values())

    @property
    def corrected(self) -> int:
        """How many codes the person put right: changed, taken away or added."""
        return self.said - self.stood + self.added


def second_look(reviews: Iterable[TurnReview]) -> SecondLook:
    """Sum up what a person made of the codes."""
    everything = tuple(reviews)
    seen = [review for review in everything if review.looked_at]
    said, stood = Counter[Code](), Counter[Code]()
    for review in seen:
        for one in review.codes:
            if one.said is not None:
                said[one.said.code] += 1
                stood[one.said.code] += one.now is one.said
    tool = [review.exchange.heard.codes for review in seen]
    person = [review.heard.codes for review in seen]
    given = [code for code in Code if any(code in codes for codes in (*tool, *person))]
    codes = {
        code: CodeLook(
            said=said[code],
            stood=stood[code],
            person=sum(code in codes for codes in person),
            kappa=_kappa_of(code, tool, person) if len(seen) >= FEWEST_TURNS else None,
        )
        for code in given
    }
    kappas = [one.kappa for one in codes.values() if one.kappa is not None]
    return SecondLook(
        turns=len(seen),
        codes=codes,
        added=sum(one.said is None for review in seen for one in review.codes),
        kappa=sum(kappas) / len(kappas) if kappas else None,
        contested=sum(len(review.contested) for review in everything),
    )


def _kappa_of(
    code: Code, tool: Sequence[frozenset[Code]], person: Sequence[frozenset[Code]]
) -> float | None:
    return cohen_kappa([code in one for one in tool], [code in one for one in person])


def cohen_kappa(one: Sequence[bool], other: Sequence[bool]) -> float | None:
    """Return agreement beyond chance, -1 to 1 (Cohen 1960); None where chance explains it all.

    Args:
        one: whether the first gave the code, case by case.
        other: the same of the second, as many cases.
    """
    n = len(one)
    if not n:
        return None
    agreed = sum(a == b for a, b in zip(one, other, strict=True)) / n
    first, second = sum(one) / n, sum(other) / n
    chance = first * second + (1 - first) * (1 - second)
    return None if chance == 1 else (agreed - chance) / (1 - chance)
