"""What the tests are made of: short ways to say what was heard, and people who follow a script."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from chatbot.domain.client_state import ClientState
from chatbot.domain.client_talk import ClientTalk
from chatbot.domain.codes import (
    Code,
    CodedSegment,
    Heard,
    Marker,
    MarkerHit,
    Tone,
    ToneHit,
    Touch,
    Toward,
)
from chatbot.domain.contents import AdvisorBrief
from chatbot.domain.critique import Critique
from chatbot.domain.debrief import Counts, Debrief
from chatbot.domain.dialogue import Transcript
from chatbot.domain.effects.moment import RULES_VERSION
from chatbot.domain.errors import SparringError
from chatbot.domain.events import LoggedEvent, SessionStarted, Spoken
from chatbot.domain.moves import Occasion
from chatbot.domain.persona import Persona
from chatbot.domain.planner import opening_told
from chatbot.domain.ports import Brief, Evaluation, Hint, SessionStore, Volley
from chatbot.domain.talk import Talk
from chatbot.session import Cast, Session

OWNER = "local"


# --- what was heard ---------------------------------------------------------------------------


def seg(code: Code, quote: str = "some words", **more: Any) -> CodedSegment:
    """Return a coded segment."""
    start = more.pop("start", 0)
    return CodedSegment(code=code, quote=quote, start=start, end=start + len(quote), **more)


def asked(*, toward: Toward = Toward.NONE, is_open: bool = True) -> CodedSegment:
    """Return a question."""
    return seg(Code.QUESTION, "What makes you hesitate?", open=is_open, toward=toward)


def touch(content_id: str, code: Code | None = None) -> Touch:
    """Return a touch of a content."""
    return Touch(content_id=content_id, code=code, quote=content_id, start=0, end=len(content_id))


def hear(*segments: Code | CodedSegment, marks: Iterable[Marker] = (), **more: Any) -> Heard:
    """Return a volley as heard; a bare code stands for a segment of it, heard for certain."""
    coded = tuple(seg(s) if isinstance(s, Code) else s for s in segments)
    hits = tuple(MarkerHit(marker=m, quote=str(m), start=0, end=len(str(m))) for m in marks)
    return Heard(**({"segments": coded, "markers": hits, "words": 8, "echo": 0.3} | more))


def sound(tone: Tone, confidence: float = 1.0) -> ToneHit:
    """Return a tone that shows in the words of a volley."""
    return ToneHit(tone=tone, quote="words", start=0, end=5, confidence=confidence)


def random_heard(rng: Random, persona: Persona) -> Heard:
    """Return anything a coder could hear, in touch with what this persona holds."""
    codes = rng.sample(list(Code), rng.randint(0, 3))
    segments = tuple(
        seg(
            code,
            start=20 * i,
            confidence=rng.random(),
            toward=rng.choice(list(Toward)),
            open=rng.random() < 0.5 if code is Code.QUESTION else None,
        )
        for i, code in enumerate(codes)
    )
    ids = [c.id for c in persona.contents()]
    ids += [s.id for s in (*persona.triggers, *persona.softeners)]
    touches = tuple(
        touch(i, rng.choice([*codes, None])) for i in rng.sample(ids, rng.randint(0, 2))
    )
    odd = [o for o in Occasion if not o.startswith("goodbye")]
    return hear(
        *segments,
        marks=rng.sample(list(Marker), rng.choice([0, 0, 1, 2])),
        tones=tuple(sound(tone) for tone in rng.sample(list(Tone), rng.choice([0, 0, 1]))),
        touches=touches,
        permission=rng.random() < 0.3,
        looks_underneath=rng.random() < 0.2,
        echo=rng.random(),
        occasion=rng.choice(odd) if rng.random() < 0.05 else None,
        words=rng.randint(1, 150),
    )


# --- a small client -----------------------------------------------------------------------------


def client_data() -> dict[str, Any]:
    """Return a client as a file would hold it: one of everything, and no lines of its own."""
    return {
        "schema_version": 1,
        "id": "ada",
        "name": "Ada Moss",
        "age": 61,
        "domain": "savings",
        "difficulty": 3,
        "about": "Ada has saved all her life and keeps the money in an account that pays nothing.",
        "speech": {"style": "Dry, short sentences."},
        "advisor_brief": {
            "role": "Adviser at a bank.",
            "situation": "The second talk about one proposal.",
            "recommendation": "Move part of the savings into the index fund.",
            "target_behaviour": "Move five thousand by 1 March.",
            "may_cite": {"fees": ["The fund costs 0.4 percent a year."]},
            "must_tell": ["The fund can lose value, and it did in 2022."],
            "advisor_interest": "A bonus of forty pounds for each client who moves.",
        },
        "opening": ["I read your letter, and I still don't see why I should pay a fee."],
        "facts": [{"id": "account", "say": "It has been in the same account since 1994."}],
        "concerns": [
            {"id": "fees", "layer": "surface", "say": "The fees eat what I would earn."},
            {
                "id": "fooled",
                "layer": "underneath",
                "trust": 0.6,
                "say": "A man in a suit took my mother's savings.",
            },
            {
                "id": "nobody-decides",
                "layer": "value",
                "trust": 0.7,
                "say": "Nobody decides for me, not since my husband died.",
            },
        ],
        "strengths": [{"id": "reads", "say": "I read every page before I sign."}],
        "likes": [{"id": "on-time", "say": "You were on time."}],
        "against_type": [
            {"id": "poker", "say": "I play poker on Thursdays."},
            {"id": "sold-house", "say": "I sold my house in an afternoon."},
        ],
        "reasons_for": [
            {"id": "grandson", "kind": "desire", "say": "I would like to help my grandson."},
            {"id": "prices", "kind": "need", "say": "Prices rise and the account does not."},
        ],
        "reasons_against": [{"id": "sleep", "say": "I sleep well with it where it is."}],
        "questions": [
            {"id": "q-motive", "act": "ask_motive", "say": "What do you get if I say yes?"},
            {"id": "q-proof", "act": "ask_proof", "say": "Where is that written down?"},
        ],
        "plans": [
            {
                "id": "small",
                "ending": "small_test",
                "trust": 0.4,
                "after": ["fees"],
                "say": "Five.",
            },
            {"id": "other-eyes", "ending": "second_opinion", "trust": 0.9, "say": "My nephew."},
        ],
        "triggers": [{"id": "t-dear", "why": "Being talked down to.", "cues": ["dear"]}],
        "softeners": [{"id": "s-fair", "why": "Plain dealing.", "cues": ["fair"]}],
        "best_outcomes": ["small_test"],
    }


def client(**changes: Any) -> Persona:
    """Return the small client, with fields replaced."""
    return Persona.model_validate(client_data() | changes)


def state(
    persona: Persona | None = None, *, trust: float | None = None, **changes: Any
) -> ClientState:
    """Return the small client's state at the start, with fields replaced."""
    found = ClientState.start(persona or client()).model_copy(update=changes)
    if trust is None:
        return found
    level = {"ability": trust, "benevolence": trust, "integrity": trust}
    return found.model_copy(update={"trust": found.trust.model_copy(update=level)})


# --- people who follow a script -----------------------------------------------------------------


class StubCoder:
    """A `Coder` that hears what it was told to hear, in order; then nothing in particular."""

    name = "stub"

    def __init__(self, *heard: Heard, client: ClientTalk | None = None) -> None:
        self._heard = list(heard)
        self._client = client or ClientTalk()
        self.volleys: list[Volley] = []

    async def code(self, volley: Volley) -> Heard:
        self.volleys.append(volley)
        return self._heard.pop(0) if self._heard else hear(words=len(volley.text.split()))

    async def code_client(self, text: str, target_behaviour: str, before: str = "") -> ClientTalk:
        return self._client


class RandomCoder(StubCoder):
    """A `Coder` that hears anything at all, the same for the same words and seed."""

    def __init__(self, seed: int = 0) -> None:
        super().__init__()
        self._seed = seed

    async def code(self, volley: Volley) -> Heard:
        rng = Random(f"{self._seed}:{len(volley.heard)}:{volley.text}")
        return random_heard(rng, volley.persona)


class ScriptedVoice:
    """A `Voice` that says its script word by word; an error in the script is raised after a word."""

    name = "scripted"

    def __init__(self, *said: str | BaseException) -> None:
        self._said = list(said)
        self.briefs: list[Brief] = []

    async def speak(self, brief: Brief) -> AsyncIterator[str | Spoken]:
        self.briefs.append(brief)
        said = self._said.pop(0) if self._said else f"Reply number {len(self.briefs)}, it is."
        await asyncio.sleep(0)
        if isinstance(said, BaseException):
            yield "Well"
            raise said
        for word in said.split(" "):
            yield f"{word} "
        yield Spoken(text=said, voice=self.name)


class StubEvaluator:
    """An `Evaluator` that finds nothing to change. It waits for `gate`, and raises `fails`."""

    name = "stub"

    def __init__(self, *, open_gate: bool = True, fails: SparringError | None = None) -> None:
        self.gate = asyncio.Event()
        if open_gate:
            self.gate.set()
        self.fails = fails
        self.asked: list[Evaluation] = []
        self.cancelled: list[str] = []

    async def critique(self, evaluation: Evaluation) -> Critique:
        self.asked.append(evaluation)
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled.append(evaluation.turn_id)
            raise
        if self.fails is not None:
            raise self.fails
        return Critique(turn_id=evaluation.turn_id, evaluator=self.name, summary="Fine as it is.")


class StubCoach:
    """A `Coach` with one hint, who answers with the facts it was given."""

    async def hint(self, transcript: Transcript, brief: AdvisorBrief, seed: str) -> Hint:
        return Hint(text="Ask what is behind it.", principle="open_question")

    async def answer(self, question: str, facts: dict[str, str]) -> str:
        return f"{question} {facts['voice']}"


class StubDebriefer:
    """Makes a debrief of the talk's bare facts."""

    async def debrief(self, talk: Talk) -> Debrief:
        assert talk.ended is not None
        return Debrief(
            session_id=talk.started.session_id,
            persona_id=talk.started.persona.id,
            persona_name=talk.started.persona.name,
            ending=talk.ended.ending,
            good=False,
            strength="s",
            change="c",
            trust_words="t",
            counts=Counts(volleys=len(talk.branch)),
            practise="p",
            evaluator=talk.started.evaluator,
        )


class Clock:
    """A clock that moves on by a second with each look."""

    def __init__(self) -> None:
        self._now = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


class Ids:
    """Ids one after the other: t1, t2 …"""

    def __init__(self, prefix: str = "t") -> None:
        self._prefix, self._count = prefix, 0

    def __call__(self) -> str:
        self._count += 1
        return f"{self._prefix}{self._count}"


@dataclass
class Stage:
    """A store, and the people of a talk, any of whom can be replaced before `begin`."""

    store: SessionStore
    coder: Any = field(default_factory=StubCoder)
    voice: Any = field(default_factory=ScriptedVoice)
    evaluator: Any = field(default_factory=StubEvaluator)
    now: Clock = field(default_factory=Clock)
    new_id: Ids = field(default_factory=Ids)
    opened: list[Session] = field(default_factory=list)

    def cast(self) -> Cast:
        """Return everyone as they are now."""
        return Cast(
            coder=self.coder,
            voice=self.voice,
            evaluator=self.evaluator,
            coach=StubCoach(),
            debriefer=StubDebriefer(),
            store=self.store,
            now=self.now,
            new_id=self.new_id,
        )

    def begin(self, persona: Persona | None = None, seed: int = 7, sid: str = "s1") -> Session:
        """Begin a talk; like `Room.begin`, nothing is logged before something happens."""
        persona = persona or client()
        told = opening_told(persona, 0)
        started = SessionStarted(
            seq=0,
            at=self.now(),
            session_id=sid,
            owner=OWNER,
            persona=persona,
            voice=self.voice.name,
            coder=self.coder.name,
            evaluator=self.evaluator.name,
            rules_version=RULES_VERSION,
            app_version="0",
            prompts_digest="0",
            seed=seed,
            opening=persona.opening[0].text,
            state=ClientState.start(persona).model_copy(update={"told": told}),
        )
        return self._open((started,), logged=False)

    async def resume(self, sid: str = "s1") -> Session:
        """Open a talk from the store, as another tab or another day would."""
        return self._open(await self.store.load(sid, OWNER), logged=True)

    def _open(self, events: tuple[LoggedEvent, ...], *, logged: bool) -> Session:
        session = Session(Talk.of(events), self.cast(), logged=logged)
        self.opened.append(session)
        return session


async def say(session: Session, text: str = "What makes you hesitate?") -> str:
    """Say something, to the end of the reply; return the reply's text."""
    async for _ in session.advise(text):
        pass
    return session.talk.branch[-1].reply.text


def types(session: Session) -> list[str]:
    """Return the types of a talk's events, in order."""
    return [event.type for event in session.talk.events]
