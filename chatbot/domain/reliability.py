"""How often a coder is right, and on what that was measured, in words for a person.

`evals agreement` writes the file; the product shows it beside each code. Nothing is claimed that
was not measured: another version of the coder, a label that is not in the file, or too few cases
are said as such.
"""

from enum import StrEnum
from typing import Annotated, Final, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from chatbot.domain.base import Value
from chatbot.domain.client_talk import Talk
from chatbot.domain.codes import CODE_NAMES, Code, Marker

#: With fewer cases than this nothing is said of a label.
FEWEST: Final = 10
#: A share that was reckoned from the counts may differ by rounding, and by no more.
ROUNDING: Final = 1e-6

Unit = Annotated[float, Field(ge=0, le=1)]


class Kind(StrEnum):
    """Kinds of labels that are measured apart."""

    CODES = "codes"
    BEHAVIOURS = "behaviours"
    CLIENT = "client"
    CLIENT_CODES = "client_codes"
    MARKERS = "markers"
    QUESTIONS = "questions"
    REFLECTIONS = "reflections"


class Share(Value):
    """A share (0–1) with its 95 % interval, where one can be had."""

    value: Unit
    low: Unit | None = None
    high: Unit | None = None


class Measured(Value):
    """What was measured of one label.

    Attributes:
        right, of: how often the readers gave the label too, of how often the coder gave it.
        readers: how often the readers gave it.
        precision: right / of; None where the coder never gave it.
        recall: right / readers; None where the readers never gave it.
        measured_as: the set of labels in which it was compared.
    """

    right: int = Field(ge=0)
    of: int = Field(ge=0)
    readers: int = Field(ge=0)
    precision: Share | None = None
    recall: Share | None = None
    measured_as: str = ""

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        for name, total in (("precision", self.of), ("recall", self.readers)):
            share: Share | None = getattr(self, name)
            if self.right > total or (share is None) != (total == 0):
                raise ValueError(f"{name} does not belong to {self.right} of {total}")
            if share is not None and abs(share.value - self.right / total) > ROUNDING:
                raise ValueError(f"{name} {share.value} is not {self.right} / {total}")
        return self


class DataSet(Value):
    """What was measured on.

    Attributes:
        annotators: how many readers labelled each turn without sight of each other, at the least.
        settled: where they differed, somebody decided by the written rules, and that is the truth.
    """

    name: str
    sha256: str
    talks: int = Field(ge=1)
    annotators: int = Field(ge=1)
    settled: bool = False


class Reliability(Value):
    """The file: what was measured of a coder, by kind of label and by label.

    Attributes:
        coder: name and version, as `Coder.name` has it.
        app_version: the Sparring that measured.
        data: what was measured on.
        labelled_by: who the readers were, e.g. "language models"; empty if that is not known.
        labels: by kind of label, by label.
    """

    version: Literal[1] = 1
    coder: str
    app_version: str
    data: tuple[DataSet, ...] = Field(min_length=1)
    labelled_by: str = ""
    labels: dict[Kind, dict[str, Measured]]

    @property
    def talks(self) -> int:
        """How many talks were measured on."""
        return sum(one.talks for one in self.data)

    @property
    def annotators(self) -> int:
        """How many readers labelled each turn, at the least."""
        return min(one.annotators for one in self.data)

    def about(self, coder: str, kind: Kind, label: str) -> Measured | None:
        """Return what was measured of a label, or None; of another coder, nothing was."""
        return self.labels.get(kind, {}).get(label) if coder == self.coder else None


class Told(NamedTuple):
    """How reliable a label is, in words: `short` for a table, `whole` as a sentence or two."""

    short: str
    whole: str

    @property
    def right(self) -> str:
        """Return it for a label: "right 8 of 10", or why that cannot be said."""
        return self.short if self.short in {NOT_MEASURED, TOO_FEW} else f"right {self.short}"


_NUMBERS: Final = {2: "two", 3: "three", 4: "four", 5: "five"}
NOT_MEASURED: Final = "not measured"
TOO_FEW: Final = "too few cases"


class TrackRecord:
    """What can be said of the codes of one coder; `reliability` None: nothing was measured."""

    def __init__(self, reliability: Reliability | None, coder: str) -> None:
        self._all = reliability
        self.coder = coder

    @property
    def measured(self) -> bool:
        """Say whether anything was measured of this coder."""
        return self._all is not None and self._all.coder == self.coder

    def code(self, code: Code, is_open: bool | None = None) -> Told:
        """Tell of a MITI code; of a question also whether open and closed are told apart."""
        told = self._told(Kind.CODES, code, CODE_NAMES[code])
        if code is not Code.QUESTION or is_open is None:
            return told
        kind = self._about(Kind.QUESTIONS, "open" if is_open else "closed")
        if kind is None or kind.precision is None or kind.of < FEWEST:
            return told
        word = "open" if is_open else "closed"
        often = times_of_ten(kind.precision.value)
        return told._replace(whole=f"{told.whole} That it was {word}: {often} ({kind.of} cases).")

    def marker(self, marker: Marker, name: str) -> Told:
        """Tell of an honesty marker, by its name on the page."""
        return self._told(Kind.MARKERS, marker, name)

    def client(self, talk: Talk, name: str) -> Told:
        """Tell of the class of a client's turn, by its name on the page."""
        return self._told(Kind.CLIENT, talk, name)

    def _about(self, kind: Kind, label: str) -> Measured | None:
        return self._all.about(self.coder, kind, label) if self._all else None

    def _told(self, kind: Kind, label: str, name: str) -> Told:
        found = self._about(kind, label)
        if found is None or self._all is None:
            return Told(NOT_MEASURED, f"How often “{name}” is right was not measured.")
        talks, cases = counted(self._all.talks, "test talk"), counted(found.of, "case")
        if found.precision is None or found.of < FEWEST:
            return Told(TOO_FEW, f"When it says “{name}”: {TOO_FEW} to tell ({talks}, {cases}).")
        share = found.precision
        said = f"When it says “{name}”, readers agreed {times_of_ten(share.value)}"
        whole = f"{said} ({talks}, {cases}{_spread(share)}).{_caught(found)}"
        return Told(tenths(share.value), whole)

    def footnote(self) -> str:
        """Say what the short words mean, and on what they rest."""
        if self._all is None or not self.measured:
            return f"How often this coder ({self.coder}) is right was not measured."
        talks = counted(self._all.talks, "test talk")
        return (
            f"“8 of 10”: of ten times that the coder ({self.coder}) gave this code, readers agreed "
            f"eight times. Measured on {talks}, labelled by {_readers(self._all)}."
        )


def _readers(found: Reliability) -> str:
    who = f" ({found.labelled_by})" if found.labelled_by else ""
    if found.annotators > 1 and all(one.settled for one in found.data):
        number = _NUMBERS.get(found.annotators, str(found.annotators))
        return f"{number} readers{who}; where they differed, it was settled by the written rules"
    match found.annotators:
        case 1:
            return f"one reader{who}"
        case 2:
            return f"two readers{who}; a code stands where both gave it"
        case many:
            number = _NUMBERS.get(many, str(many))
            return f"{number} readers{who}; a code stands where most of them gave it"


def tenths(share: float) -> str:
    """Return a share (0–1) as "8 of 10"; what is not quite all or none is not called so."""
    number = _tenth(share)
    if number == 10 and share < 1:
        return "over 9 of 10"
    return "under 1 of 10" if number == 0 and share > 0 else f"{number} of 10"


def times_of_ten(share: float) -> str:
    """Return a share (0–1) as "8 times out of 10"."""
    number = _tenth(share)
    if number == 10 and share < 1:
        return "more than 9 times out of 10"
    if number == 0 and share > 0:
        return "less than once in 10 times"
    return "once in 10 times" if number == 1 else f"{number} times out of 10"


def _tenth(share: float) -> int:
    return int(10 * share + 0.5)


def counted(number: int, one: str) -> str:
    """Return "1 case", "3 cases"."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def _spread(share: Share) -> str:
    """Say the interval where it is wider than the word for the share lets one think."""
    if share.low is None or share.high is None:
        return ""
    low, high, here = _tenth(share.low), _tenth(share.high), _tenth(share.value)
    wide = here - low > 1 or high - here > 1
    return f"; anything from {low} to {high} is likely" if wide else ""


def _caught(found: Measured) -> str:
    if found.recall is None or found.readers < FEWEST:
        return ""
    return f" Of those that the readers heard, it heard {tenths(found.recall.value)}."
