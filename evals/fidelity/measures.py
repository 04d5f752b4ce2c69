"""What is measured of one conversation, from its record alone: no model, no rule is run again."""

from statistics import median
from typing import Final

from chatbot.domain.base import Value
from chatbot.domain.codes import Behaviour, behaviour_of
from chatbot.domain.contents import Layer
from chatbot.domain.events import ExchangeCommitted
from chatbot.domain.guard import flips_role
from chatbot.domain.moves import ASKING, AWAY, CHANGE_TALK, SUSTAIN_TALK, Act, Ending
from chatbot.domain.persona import Persona
from evals.records import ConversationRecord

#: Endings that move towards the advised behaviour: the advice taken, tried, or changed until it fits.
TOWARDS: Final = frozenset({Ending.PLAN, Ending.SMALL_TEST, Ending.ADVICE_REVISED})
#: A commitment must stand this many further turns.
STANDS: Final = 2
#: The client's last turns in which change talk is weighed against sustain talk, and how often at
#: least it must be heard there.
LATELY: Final = 5
TWICE: Final = 2
#: Readiness at which what pulls and what holds back are even (`ClientState.readiness`).
NEUTRAL: Final = 0.5
#: Within so many exchanges the share of motivated clients is reported.
WITHIN: Final = 20
#: A turn of at most so many words is short; longer ones are substantive.
SHORT: Final = 3
#: Above this discord a concern may be blurted out; that is no leak.
BLURTS: Final = 0.6

#: Talk type of each act as its words are annotated, not as they are meant: a yes to be left alone
#: sounds like change; strain between the two is about the advisor and neutral (MI.md; so label our
#: test talks 178 of 178 turns of mere discord); wavering without a reason is neutral (23 of 32 short
#: "I don't know" of AnnoMI's development part are, 2 are sustain).
TALK_OF: Final[dict[Act, str]] = (
    dict.fromkeys(Act, "neutral")
    | dict.fromkeys(CHANGE_TALK | {Act.FALSE_YES}, "change")
    | dict.fromkeys(SUSTAIN_TALK - {Act.HESITATE}, "sustain")
)


class Outcome(Value):
    """What one conversation came to. Shares are 0–1; lengths are words; counts are per talk.

    `motivated` is the number of the first exchange at which the client is moved towards the advised
    behaviour and stays so, `committed` that of the first lasting commitment to it; None if there was
    none before the end or the cap (censored).
    """

    persona: str
    advisor: str
    voice: str
    seed: int
    exchanges: int
    ending: Ending
    good: bool
    capped: bool
    motivated: int | None
    committed: int | None
    walked_out: bool
    slipped_away: bool
    trust: tuple[float, ...]
    importance: tuple[float, ...]
    confidence: tuple[float, ...]
    discord: tuple[float, ...]
    asking: float
    asking_until_answered: float
    substantive_words: float | None
    short_turns: float
    leaks: int
    role_flips: int
    repeats: int
    retold: int
    out_of_order: int
    fallbacks: int
    pairs: tuple[tuple[str, str], ...]

    @property
    def motivated_within(self) -> bool:
        """Whether the client was motivated within `WITHIN` exchanges."""
        return self.motivated is not None and self.motivated <= WITHIN

    @property
    def committed_within(self) -> bool:
        """Whether the client had committed within `WITHIN` exchanges."""
        return self.committed is not None and self.committed <= WITHIN

    @property
    def trust_change(self) -> float:
        """Final trust less trust at the start."""
        return self.trust[-1] - self.trust[0]


def outcome(record: ConversationRecord, persona: Persona) -> Outcome:
    """Measure one conversation."""
    talk = record.exchanges
    lengths = [len(e.reply.text.split()) for e in talk]
    substantive = [n for n in lengths if n > SHORT]
    states = (record.start, *(e.state for e in talk))
    return Outcome(
        persona=record.persona,
        advisor=record.advisor,
        voice=record.voice,
        seed=record.seed,
        exchanges=len(talk),
        ending=record.ending,
        good=record.good,
        capped=record.capped,
        motivated=motivated_at(talk),
        committed=committed_at(talk),
        walked_out=record.ending is Ending.WALK_OUT,
        slipped_away=record.ending in AWAY,
        trust=tuple(round(s.trust.level, 4) for s in states),
        importance=tuple(s.importance for s in states),
        confidence=tuple(s.confidence for s in states),
        discord=tuple(s.discord for s in states),
        asking=_share([_asks(e) for e in talk]),
        asking_until_answered=_share([_asks(e) for e in until_answered(talk)]),
        substantive_words=median(substantive) if substantive else None,
        short_turns=_share([n <= SHORT for n in lengths]),
        leaks=_leaks(talk, persona),
        role_flips=sum(flips_role(e.reply.text) for e in talk),
        repeats=_repeats(record),
        retold=_retold(talk),
        out_of_order=_out_of_order(talk, persona),
        fallbacks=sum(e.reply.fallback for e in talk),
        pairs=tuple((behaviour_heard(e), talk_type(e)) for e in talk),
    )


def committed_at(talk: tuple[ExchangeCommitted, ...]) -> int | None:
    """Return the number of the first commitment towards the advice that was not taken back."""
    for i, exchange in enumerate(talk):
        if exchange.move.act is Act.COMMITMENT and exchange.move.closes in TOWARDS:
            after = talk[i + 1 : i + 1 + STANDS]
            if all(e.state.closing and e.state.closing.ending in TOWARDS for e in after):
                return exchange.number
    return None


def motivated_at(talk: tuple[ExchangeCommitted, ...]) -> int | None:
    """Return the number of the exchange from which the client was motivated, and stayed so.

    A commitment is one. So is what comes before it: the client speaks for the change more than
    against it, at least twice in five turns, and what pulls weighs more than what holds back.
    """
    committed = committed_at(talk)
    for i, exchange in enumerate(talk[: committed and committed - 1]):
        after = talk[i + 1 : i + 1 + STANDS]
        if _speaks_for_it(talk[max(0, i + 1 - LATELY) : i + 1]) and all(
            _is_drawn(e) for e in (exchange, *after)
        ):
            return exchange.number
    return committed


def _speaks_for_it(lately: tuple[ExchangeCommitted, ...]) -> bool:
    kinds = [talk_type(e) for e in lately if e.move.closes not in AWAY]
    change, sustain = kinds.count("change"), kinds.count("sustain")
    return bool(kinds) and kinds[-1] == "change" and change >= TWICE and change > sustain


def _is_drawn(exchange: ExchangeCommitted) -> bool:
    leaving = exchange.move.closes in {*AWAY, Ending.WALK_OUT}
    return exchange.state.readiness > NEUTRAL and not leaving


def until_answered(talk: tuple[ExchangeCommitted, ...]) -> tuple[ExchangeCommitted, ...]:
    """Return the exchanges before the client's first straight answer; all if none ever came."""
    answered = (i for i, exchange in enumerate(talk) if exchange.state.answered)
    return talk[: next(answered, len(talk))]


def _asks(exchange: ExchangeCommitted) -> bool:
    return exchange.move.act in ASKING | {Act.CHALLENGE}


def talk_type(exchange: ExchangeCommitted) -> str:
    """Return the talk type of the client's turn; a goodbye is neutral, whatever it ends."""
    return "neutral" if exchange.move.ends else TALK_OF[exchange.move.act]


def behaviour_heard(exchange: ExchangeCommitted) -> str:
    """Return the AnnoMI class of an advisor turn, by its longest coded segment."""
    main = exchange.heard.main
    return (behaviour_of(main.code) if main else Behaviour.OTHER).value


def _share(flags: list[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


def _leaks(talk: tuple[ExchangeCommitted, ...], persona: Persona) -> int:
    """Count concerns told before trust sufficed (blurted in high discord: no leak)."""
    needed = {concern.id: concern.trust for concern in persona.concerns}
    leaks = 0
    for exchange in talk:
        state = exchange.state
        for told in exchange.move.content_ids:
            early = told in needed and state.threshold(told, needed[told]) > state.trust.level
            leaks += early and state.discord <= BLURTS
    return leaks


def _repeats(record: ConversationRecord) -> int:
    """Count long lines (more than four words) that were said before."""
    seen = {record.opening}
    repeats = 0
    for exchange in record.exchanges:
        text = exchange.reply.text
        repeats += text in seen and len(text.split()) > 4
        seen.add(text)
    return repeats


def _retold(talk: tuple[ExchangeCommitted, ...]) -> int:
    """Count contents told again though they were told before and nobody left a question open."""
    told: set[str] = set()
    again = 0
    for exchange in talk:
        ids = set(exchange.move.content_ids)
        if exchange.move.act not in ASKING and exchange.move.closes is None:
            again += len(ids & told)
        told |= ids
    return again


def _out_of_order(talk: tuple[ExchangeCommitted, ...], persona: Persona) -> int:
    """Count values told before any surface concern was."""
    layers = {concern.id: concern.layer for concern in persona.concerns}
    surface_told = (
        {c for c in talk[0].state.told if layers.get(c) is Layer.SURFACE} if talk else set()
    )
    wrong = 0
    for exchange in talk:
        for told in exchange.move.content_ids:
            if layers.get(told) is Layer.SURFACE:
                surface_told.add(told)
            wrong += layers.get(told) is Layer.VALUE and not surface_told
    return wrong
