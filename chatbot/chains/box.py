"""The client in the words of the small model in the box: several wordings, of which one speaks.

The planner supplies the sense, the checks the safety, the model the voice. Where no wording passes,
the sentence that was to be told is said as it stands, and the log says so.
"""

from collections.abc import AsyncIterator, Iterable
from random import Random
from typing import Final

from chatbot.chains.box_prompt import END, VoiceTask, voice_prompt
from chatbot.domain.choosing import best
from chatbot.domain.client_talk import ClientTalk, Talk
from chatbot.domain.conveying import Fault, Judged, judge
from chatbot.domain.dialogue import Speaker, Transcript
from chatbot.domain.events import Candidate, Spoken
from chatbot.domain.guard_leaks import client_about
from chatbot.domain.leeway import Leeway
from chatbot.domain.moves import CHANGE_TALK, SUSTAIN_TALK, Act
from chatbot.domain.persona import Persona
from chatbot.domain.ports import Brief, Coder, Sampler, Voice
from chatbot.domain.words import as_sentence

#: The adapter's name in the engine.
ADAPTER: Final = "client"
#: Wordings asked for at once, and how often.
AT_ONCE: Final = 6
TRIES: Final = 2
TEMPERATURE: Final = 0.7
MIN_P: Final = 0.1
#: How sure the coder has to be that a wording is another act.
SURE: Final = 0.75
UNFIT: Final = "no wording passed the checks"
WRITTEN: Final = "a turn for written lines"
#: English words are 1.35 tokens on average; the rest is room for names and figures.
_TOKENS_A_WORD: Final = 2
_LEAST_TOKENS: Final = 16
_LANGUAGE: Final = "en"
_DECIDES: Final = frozenset({Act.COMMITMENT, Act.TAKING_STEP, Act.FALSE_YES})


class BoxVoice:
    """`Voice` on the small model.

    Odd turns (silence, another language, "are you a machine?") and goodbyes are answered in written
    lines: no move like these was trained. So is every turn of a client who speaks no English, a
    question put again, and every turn that tells nothing.

    Args:
        sampler: the model.
        coder: hears whether a wording is the act it should be.
        fallback: speaks the persona's own lines.
    """

    def __init__(self, sampler: Sampler, coder: Coder, *, fallback: Voice) -> None:
        self._sampler = sampler
        self._coder = coder
        self._fallback = fallback

    @property
    def name(self) -> str:
        """`box:` and the model."""
        return self._sampler.name

    async def speak(self, brief: Brief) -> AsyncIterator[str | Spoken]:
        """Yield the reply whole, then how it was chosen. See `Voice.speak`.

        Raises:
            ProviderError: the model failed; nothing is made up in its place.
        """
        if _is_written(brief):
            async for piece in self._line(brief):
                yield piece
            return
        # So small a model chooses nothing: only what was planned may be said.
        brief = brief.model_copy(update={"leeway": Leeway()})
        judged: list[Judged] = []
        for attempt in range(TRIES):
            judged += await self._judged(brief, attempt)
            fit = [one for one in judged if not one.faults]
            if fit:
                chosen = best(fit, brief)
                yield chosen.text
                rest = _candidates(one for one in judged if one is not chosen)
                own = Candidate(text=chosen.text, score=chosen.score)
                yield Spoken(text=chosen.text, voice=self.name, candidates=(own, *rest))
                return
        # What is to be told is a sentence of the client's own already; a line about it may tell it
        # another way.
        text = as_sentence(brief.move.say)
        yield text
        refused = _candidates(judged)
        yield Spoken(text=text, voice=self.name, candidates=refused, fallback=True, note=UNFIT)

    async def _judged(self, brief: Brief, attempt: int) -> list[Judged]:
        """Ask for wordings and judge each; the same wording is judged once."""
        said = await self._sampler.candidates(
            voice_prompt(voice_task(brief)),
            count=AT_ONCE,
            adapter=ADAPTER,
            max_tokens=max(_LEAST_TOKENS, _TOKENS_A_WORD * brief.move.max_words),
            temperature=TEMPERATURE,
            min_p=MIN_P,
            seed=Random(f"{brief.seed}:{attempt}").randrange(2**31),
            stop=(END,),
        )
        return [await self._heard(judge(text, brief), brief) for text in dict.fromkeys(said)]

    async def _heard(self, judged: Judged, brief: Brief) -> Judged:
        """Let the coder hear a wording that passed all else.

        What is to be told may sound like another act by itself; that is no fault of the wording.
        """
        if judged.faults:
            return judged
        problem = await self._problem(judged.text, brief)
        if problem is None or (brief.move.say and await self._problem(brief.move.say, brief)):
            return judged
        return judged.model_copy(update={"faults": (Fault.ACT,), "detail": problem})

    async def _problem(self, text: str, brief: Brief) -> str | None:
        target = brief.persona.advisor_brief.target_behaviour
        heard = await self._coder.code_client(text, target, _last(brief.transcript))
        return acts_otherwise(heard, brief.move.act)

    async def _line(self, brief: Brief) -> AsyncIterator[str | Spoken]:
        async for piece in self._fallback.speak(brief):
            if isinstance(piece, str):
                yield piece
            else:
                yield piece.model_copy(update={"voice": self.name, "note": WRITTEN})


def _is_written(brief: Brief) -> bool:
    """Say whether a turn is left to the written lines."""
    move = brief.move
    untrained = move.occasion is not None or not _speaks(brief.persona.language)
    # A question put again: the same words would come, and people do not repeat themselves like that.
    again = bool(move.content_ids) and set(move.content_ids) <= set(brief.told)
    # With nothing to tell, readers liked the written lines better (fit 1.4 of 2 against 0.8 to 1.0).
    return untrained or again or not move.say


def _speaks(language: str) -> bool:
    """Say whether the model has learned a language; "en-GB" is English."""
    return language.partition("-")[0] == _LANGUAGE


def voice_task(brief: Brief) -> VoiceTask:
    """Return what the model is told of a move: nothing that must not be said is in it."""
    clients = brief.transcript.said_by(Speaker.CLIENT)
    return VoiceTask(
        person=introduction(brief.persona),
        manner=brief.persona.speech.style,
        before=clients[-1] if clients else "",
        advisor=_last(brief.transcript),
        act=brief.move.act,
        say=brief.move.say,
        words=brief.move.max_words,
    )


def introduction(persona: Persona) -> str:
    """Return a client in one line: name, age, and who they are, as far as that gives nothing away."""
    return f"{persona.name}, {persona.age}. {client_about(persona)}"


def acts_otherwise(heard: ClientTalk, act: Act) -> str | None:
    """Say what else a wording is than the act it should be; None if nothing speaks against it."""
    sure = heard.confidence >= SURE
    if act in CHANGE_TALK and (heard.discord or (sure and heard.talk is Talk.SUSTAIN)):
        return "speaks against the step"
    if act in SUSTAIN_TALK and sure and heard.talk is Talk.CHANGE:
        return "speaks for the step"
    if heard.commitment and act not in _DECIDES:
        return "decides"
    return None


def _last(transcript: Transcript) -> str:
    turns = transcript.turns
    return turns[-1].text if turns and turns[-1].speaker is Speaker.ADVISOR else ""


def _candidates(judged: Iterable[Judged]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(text=one.text, score=one.score, refused=one.detail or None) for one in judged
    )
