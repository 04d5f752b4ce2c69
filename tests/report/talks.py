"""Talks for the tests: real `step`, `plan`, lines and critique over volleys heard by hand."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import NamedTuple

from chatbot.adapters.lines import line_bank
from chatbot.adapters.resources import Library
from chatbot.domain.client_state import ClientState, register
from chatbot.domain.client_talk import ClientTalk
from chatbot.domain.codes import CodedSegment, Heard, Marker, MarkerHit, Touch, Toward
from chatbot.domain.critic import criticise
from chatbot.domain.critique import Critique, Unscored
from chatbot.domain.debrief import Debrief
from chatbot.domain.dialogue import Speaker
from chatbot.domain.events import (
    CritiqueRecorded,
    Ended,
    ExchangeCommitted,
    Reflected,
    SessionStarted,
    Spoken,
)
from chatbot.domain.findings import Case
from chatbot.domain.lines import LineBank, choose
from chatbot.domain.moves import Ending
from chatbot.domain.persona import Persona
from chatbot.domain.planner import opening_told, plan
from chatbot.domain.ports import Brief, Evaluation
from chatbot.domain.rubric import Rubric, rubric_of
from chatbot.domain.stepping import step
from chatbot.domain.talk import Talk
from chatbot.report.debrief import build_debrief

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


class Said(NamedTuple):
    """An advisor turn and how it is heard."""

    text: str
    heard: Heard


def said(
    text: str,
    *codes: tuple[str, str],
    markers: Sequence[tuple[Marker, str]] = (),
    touches: Sequence[tuple[str, str]] = (),
    toward: Toward = Toward.NONE,
    echo: float = 0.3,
    underneath: bool = False,
) -> Said:
    """Hear a turn: `codes` are (code, quote), "Q+" an open question and "Q-" a closed one."""
    segments = []
    for code, quote in codes:
        start = text.index(quote)
        segments.append(
            CodedSegment(
                code=code.rstrip("+-"),
                open={"Q+": True, "Q-": False}.get(code),
                quote=quote,
                start=start,
                end=start + len(quote),
                toward=toward,
            )
        )
    hits = [
        MarkerHit(marker=m, quote=q, start=text.index(q), end=text.index(q) + len(q))
        for m, q in markers
    ]
    reached = []
    for content_id, quote in touches:
        start = text.index(quote)
        within = next((s.code for s in segments if s.start <= start < s.end), None)
        reached.append(
            Touch(
                content_id=content_id, code=within, quote=quote, start=start, end=start + len(quote)
            )
        )
    heard = Heard(
        segments=tuple(segments),
        markers=tuple(hits),
        touches=tuple(reached),
        echo=echo,
        looks_underneath=underneath,
        words=len(text.split()),
    )
    return Said(text, heard)


@cache
def library() -> Library:
    return Library()


@cache
def rubric() -> Rubric:
    return rubric_of(library().table("principles"), library().table("coaching"))


@cache
def bank() -> LineBank:
    return line_bank(library().reactions())


def persona(persona_id: str = "retirement-money") -> Persona:
    return library().gallery().get(persona_id)


def begin(who: Persona | None = None, seed: int = 7, opening: int = 0) -> Talk:
    who = who or persona()
    started = SessionStarted(
        seq=0,
        at=AT,
        session_id=f"session-{seed}",
        owner="me",
        persona=who,
        voice="lines",
        coder="rules 1",
        evaluator="offline (rules 1)",
        rules_version="1",
        app_version="0.0",
        prompts_digest="abc123",
        seed=seed,
        opening=who.opening[opening].text,
        state=ClientState.start(who).model_copy(update={"told": opening_told(who, opening)}),
    )
    return Talk.of((started,))


def advise(talk: Talk, one: Said, reply: str | None = None) -> Talk:
    """Add an exchange as the session would."""
    who, seed = talk.started.persona, talk.started.seed
    stepped = step(talk.state, one.heard, who)
    move = plan(stepped.state, one.heard, who, Random(f"{seed}:{stepped.state.turn}:plan"))
    brief = Brief(
        persona=who,
        transcript=talk.transcript.advisor(one.text),
        heard=one.heard,
        move=move,
        lines_used=talk.transcript.said_by(Speaker.CLIENT),
        told=talk.state.told,
        seed=f"{seed}:{stepped.state.turn}:voice",
    )
    number = len(talk.branch) + 1
    exchange = ExchangeCommitted(
        seq=talk.seq + 1,
        at=AT + timedelta(minutes=number),
        turn_id=f"turn{len(talk.exchanges) + 1}",
        parent=talk.head,
        number=number,
        advisor=one.text,
        heard=one.heard,
        effects=stepped.effects,
        state=register(stepped.state, move),
        move=move,
        reply=Spoken(text=reply or choose(brief, bank())[0].text, voice="lines"),
    )
    return talk.add(exchange)


def judge(talk: Talk, verdict: Critique | Unscored | None = None) -> Talk:
    """Record a verdict on the last exchange; by default the offline one."""
    exchange = talk.exchanges[talk.head or ""]
    if verdict is None:
        evaluation = Evaluation(
            turn_id=exchange.turn_id,
            text=exchange.advisor,
            before=talk.transcript_before(exchange.turn_id),
            brief=talk.started.persona.advisor_brief,
            stance=talk.started.persona.stance,
            heard=tuple(e.heard for e in talk.branch),
            seed=f"{talk.started.seed}:{exchange.number}:critique",
        )
        verdict = criticise(Case(evaluation=evaluation, client=ClientTalk()), rubric(), "offline")
    event = CritiqueRecorded(seq=talk.seq + 1, at=AT, turn_id=verdict.turn_id, verdict=verdict)
    return talk.add(event)


def unscored(talk: Talk, reason: str) -> Talk:
    return judge(talk, Unscored(turn_id=talk.head or "", evaluator="openai:x", reason=reason))


def hold(
    turns: Sequence[Said],
    who: Persona | None = None,
    seed: int = 7,
    missing: Mapping[int, str] | None = None,
) -> Talk:
    """Hold a whole talk; `missing` are reasons for turns without a critique, by number."""
    talk = begin(who, seed)
    for number, one in enumerate(turns, start=1):
        talk = advise(talk, one)
        reason = (missing or {}).get(number)
        talk = judge(talk) if reason is None else unscored(talk, reason)
    return talk


def reflect(talk: Talk, well: str, change: str) -> Talk:
    return talk.add(Reflected(seq=talk.seq + 1, at=AT, went_well=well, would_change=change))


def end(talk: Talk, ending: Ending = Ending.UNRESOLVED) -> Talk:
    return talk.add(Ended(seq=talk.seq + 1, at=AT, ending=ending))


def debrief(talk: Talk, client: Sequence[ClientTalk] = (), dice: str = "x") -> Debrief:
    return build_debrief(talk, rubric(), client, Random(dice))


OPEN = said(
    "You looked for what holds it up. What would you need to see before any of it moved?",
    ("SR", "You looked for what holds it up."),
    ("Q+", "What would you need to see before any of it moved?"),
    touches=[("nice_front", "holds it up")],
)
DEEP = said(
    "It isn't the paint that worries you. You'd hate to be the one who said it would hold.",
    ("CR", "It isn't the paint that worries you. You'd hate to be the one who said it would hold."),
    touches=[("bears_weight", "hold")],
    underneath=True,
)
FREE = said(
    "It's your money. Leaving it where it is counts as a decision too.",
    ("Emphasize", "It's your money. Leaving it where it is counts as a decision too."),
)
PUSH = said(
    "Frankly, every month you wait costs you money. You really should sign today.",
    ("P", "every month you wait costs you money. You really should sign today."),
)
WARN = said(
    "But you're wrong there. If you leave it, prices eat it up and you'll regret it.",
    ("C", "you're wrong there. If you leave it, prices eat it up and you'll regret it."),
)
HONEST = said(
    "Fair question. The firm gets 600 and then 390 a year if you agree, and nothing if you don't.",
    ("GI", "The firm gets 600 and then 390 a year if you agree, and nothing if you don't."),
    markers=[(Marker.DISCLOSES_INTEREST, "The firm gets 600"), (Marker.ANSWERS, "390 a year")],
    touches=[("q_gain", "390")],
)
LECTURE = said(
    "The fund holds half shares, four tenths bonds and one tenth cash, over 3,100 holdings.",
    (
        "GI",
        "The fund holds half shares, four tenths bonds and one tenth cash, over 3,100 holdings.",
    ),
    echo=0.0,
)
CLOSED = said("Is it the fees?", ("Q-", "Is it the fees?"), echo=0.0)
STRENGTH = said(
    "You read the whole proposal and checked the sums. You don't leave this to chance.",
    ("AF", "You read the whole proposal and checked the sums."),
    touches=[("sums", "checked the sums")],
)
ASK = said(
    "There's something about the worst year I could tell you. Would that be useful?",
    ("Seek", "There's something about the worst year I could tell you. Would that be useful?"),
)

MIXED = (OPEN, LECTURE, PUSH, WARN, FREE, DEEP, STRENGTH, HONEST, ASK, CLOSED)
LONG = (*MIXED, *MIXED, OPEN, DEEP, FREE, STRENGTH, OPEN)
