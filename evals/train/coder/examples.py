"""The corpus as examples: what the coder sees of a turn, and what its labeller said."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from chatbot.coder.client_hearing import client_signs
from chatbot.coder.context import Context, context_of
from chatbot.coder.features import Features, features_of
from chatbot.coder.markers import markers_of
from chatbot.coder.placing import code_of
from chatbot.coder.rule_coder import judge_all
from chatbot.coder.segments import segment
from chatbot.coder.signs import Signs, flow_of, signs_of
from chatbot.coder.volley import compose
from chatbot.domain.client_talk import Talk
from chatbot.domain.codes import Behaviour, Code, Heard, Marker, MarkerHit, Toward
from chatbot.domain.dialogue import Transcript
from chatbot.domain.persona import nobody
from chatbot.domain.ports import Volley
from evals.corpora.build import annotation
from evals.corpora.talks import TalkTurn, WrittenTalk

#: Talks about health and conduct; the others are about money, law, trade and the like.
_HEALTH: Final = re.compile(
    r"smok|vap|cigar|alcohol|drink|drunk|dui|beer|wine|diet|weight|eat|exercis|walk|medic|tablet|pill|dose"
    r"|drug|cannabis|marijuana|opioid|gambl|health|clinic|nurse|doctor|patient|diabet|asthma|inhal"
    r"|blood|vaccin|flu|dent|teeth|oral|sleep|pain|probation|offend|pregnan|therap|counsel|anxiety"
    r"|rehab|physio|birth control|contracep|school|coffee|caffeine|screen"
)


@dataclass(frozen=True, slots=True)
class ClauseExample:
    """One clause.

    Attributes:
        piece: what most of its letters are labelled as, one of `overview.PIECES`.
        pure: share (0–1) of its letters with that label.
        toward: where that piece leads, None if it has no direction.
    """

    signs: Signs
    piece: str
    pure: float
    toward: Toward | None
    length: int


@dataclass(frozen=True, slots=True)
class VolleyExample:
    """One advisor turn.

    Attributes:
        group: its author.
        plain: as it was written, no changed copy.
        health: the talk is about health.
    """

    group: str
    plain: bool
    health: bool
    talk: str
    text: str
    clauses: tuple[ClauseExample, ...]
    pieces: frozenset[str]
    main: Behaviour
    markers: frozenset[Marker]
    by_rule: tuple[MarkerHit, ...]
    context: Context


@dataclass(frozen=True, slots=True)
class ClientExample:
    """One client turn; `group`, `plain` and `health` as in `VolleyExample`."""

    group: str
    plain: bool
    health: bool
    signs: Signs
    talk: Talk
    types: frozenset[str]


Examples = tuple[list[VolleyExample], list[ClientExample]]


def examples_of(talks: Sequence[WrittenTalk], *, plain: bool) -> Examples:
    """Return the examples of talks, in order; `plain` says that they stand as they were written."""
    volleys: list[VolleyExample] = []
    clients: list[ClientExample] = []
    for talk in talks:
        for one in _of_talk(talk, plain):
            if isinstance(one, VolleyExample):
                volleys.append(one)
            else:
                clients.append(one)
    return volleys, clients


def _of_talk(talk: WrittenTalk, plain: bool) -> Iterator[VolleyExample | ClientExample]:
    persona = nobody(talk.target)
    health = _HEALTH.search(f"{talk.domain} {talk.target}".lower()) is not None
    before = Transcript()
    heard: tuple[Heard, ...] = ()
    main: Behaviour | None = None
    for turn in talk.turns:
        labels = annotation(turn, talk.author)
        if turn.speaker == "client":
            answered = before.turns[-1].text if before.turns else ""
            signs = client_signs(turn.text, persona.advisor_brief.target_behaviour, answered)
            assert labels.talk is not None
            yield ClientExample(
                talk.author, plain, health, signs, labels.talk, frozenset(turn.client_codes)
            )
            before = before.client(turn.text)
            continue
        volley = Volley(text=turn.text, before=before, persona=persona, heard=heard)
        assert labels.behaviour is not None
        yield _volley(talk, turn, volley, main, Known(plain, health, labels.behaviour))
        main = labels.behaviour
        heard = (*heard, Heard(markers=_told(turn)))
        before = before.advisor(turn.text)


def _told(turn: TalkTurn) -> tuple[MarkerHit, ...]:
    return tuple(MarkerHit(marker=one, quote="", start=0, end=0) for one in turn.markers)


class Known(NamedTuple):
    """What is known of a volley beside its words."""

    plain: bool
    health: bool
    main: Behaviour


def _volley(
    talk: WrittenTalk, turn: TalkTurn, volley: Volley, before: Behaviour | None, known: Known
) -> VolleyExample:
    context = context_of(volley)
    clauses = features_of(segment(turn.text), context)
    judged = judge_all(clauses)
    verdicts = tuple(verdict for _, verdict in judged)
    signs = signs_of(clauses, verdicts, context, flow_of(volley, before))
    coded = compose(turn.text, judged, context)
    pieces = tuple(clause.segment for clause in clauses)
    return VolleyExample(
        group=talk.author,
        plain=known.plain,
        health=known.health,
        talk=talk.id,
        text=turn.text,
        clauses=tuple(_clause(turn, one, sign) for one, sign in zip(clauses, signs, strict=True)),
        pieces=frozenset(span.code for span in turn.spans),
        main=known.main,
        markers=frozenset(turn.markers),
        by_rule=markers_of(pieces, coded, context, volley.persona),
        context=context,
    )


def _clause(turn: TalkTurn, clause: Features, signs: Signs) -> ClauseExample:
    start, end = clause.segment.start, clause.segment.end
    letters = [i for i in range(start, end) if turn.text[i].isalnum()]
    labels = Counter(
        next((s.code for s in turn.spans if s.start <= i < s.end), "-") for i in letters
    )
    piece, times = labels.most_common(1)[0]
    toward = next((s.toward for s in turn.spans if s.code == piece), None)
    return ClauseExample(signs, piece, times / len(letters), toward, end - start)


def codes_of(pieces: frozenset[str]) -> frozenset[Code]:
    """Return the MITI codes of pieces, open and closed questions as one."""
    return frozenset(code_of(piece) for piece in pieces)
