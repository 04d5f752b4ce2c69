"""What a client can do in a turn, and how a talk can end."""

from enum import StrEnum
from typing import Final

from pydantic import Field

from chatbot.domain.base import Value


class Act(StrEnum):
    """The closed set of client acts."""

    DOUBT = "doubt"
    CHALLENGE = "challenge"
    DISCOUNT = "discount"
    ASK_PROOF = "ask_proof"
    ASK_MOTIVE = "ask_motive"
    ASK_INFORMATION = "ask_information"
    HESITATE = "hesitate"
    MINIMAL = "minimal"
    DISCLOSE_FACT = "disclose_fact"
    DISCLOSE_FEELING = "disclose_feeling"
    STATE_VALUE = "state_value"
    ACKNOWLEDGE = "acknowledge"
    SUSTAIN_REASON = "sustain_reason"
    DESIRE = "desire"
    ABILITY = "ability"
    REASON = "reason"
    NEED = "need"
    COMMITMENT = "commitment"
    TAKING_STEP = "taking_step"
    SET_BOUNDARY = "set_boundary"
    WALK_OUT = "walk_out"
    EVADE = "evade"
    PUZZLED = "puzzled"
    TOUCHED = "touched"
    FALSE_YES = "false_yes"


#: Acts that put a straight question to the advisor and stay open until answered.
ASKING: Final = frozenset({Act.ASK_PROOF, Act.ASK_MOTIVE, Act.ASK_INFORMATION})
#: Acts that are change talk (DARN-CAT; MISC 2.5).
CHANGE_TALK: Final = frozenset(
    {Act.DESIRE, Act.ABILITY, Act.REASON, Act.NEED, Act.COMMITMENT, Act.TAKING_STEP}
)
#: Acts that are sustain talk. Discord (strain between the two) is kept apart on purpose.
SUSTAIN_TALK: Final = frozenset({Act.DOUBT, Act.DISCOUNT, Act.SUSTAIN_REASON, Act.HESITATE})
DISCORD: Final = frozenset({Act.CHALLENGE, Act.SET_BOUNDARY, Act.WALK_OUT})
#: Acts that settle something; the rest of the talk builds on them.
DECIDES: Final = frozenset({Act.COMMITMENT, Act.TAKING_STEP, Act.SET_BOUNDARY})


class Ending(StrEnum):
    """How a talk ends."""

    PLAN = "plan"
    SMALL_TEST = "small_test"
    INFORMED_NO = "informed_no"
    SECOND_OPINION = "second_opinion"
    ADVICE_REVISED = "advice_revised"
    DATED_PAUSE = "dated_pause"
    FALSE_YES = "false_yes"
    EVASION = "evasion"
    WALK_OUT = "walk_out"
    UNRESOLVED = "unresolved"


#: Endings a persona may name as its best: the client has decided, freely and for real.
DECIDED: Final = (
    Ending.PLAN,
    Ending.SMALL_TEST,
    Ending.INFORMED_NO,
    Ending.SECOND_OPINION,
    Ending.ADVICE_REVISED,
    Ending.DATED_PAUSE,
)

#: The usual ways out under pressure; a good turn can still draw the client back in.
AWAY: Final = frozenset({Ending.FALSE_YES, Ending.EVASION})


class Occasion(StrEnum):
    """A turn outside the usual give and take, which wants a reaction of its own."""

    EMPTY = "empty_turn"
    REPEATED = "repeated_turn"
    FOREIGN = "foreign_turn"
    OFF_TOPIC = "off_topic_turn"
    ASKED_IF_MACHINE = "asked_if_machine"
    ASKED_FOR_PROMPT = "asked_for_prompt"
    PLAYS_CLIENT = "advisor_plays_client"
    GOODBYE = "goodbye"
    GOODBYE_COOL = "goodbye_cool"


class Move(Value):
    """What the client does next; the voice puts it into words.

    Attributes:
        act: the kind of turn.
        say: what must be conveyed, in the client's own first person; may be empty.
        content_ids: contents of the persona that `say` tells.
        asks: id of the persona's question that is put; None also for a question of the voice's own.
        near: the content that was nearly reached but is not safe to tell; never put into a prompt.
        max_words: upper bound for the reply, 3–60.
        closes: the way out that this move takes, if any; it can still be undone.
        ends: the talk is over with this move.
        occasion: set where the turn answers something odd, or says goodbye.
        why: the rule that chose it, for the causal trace.
    """

    act: Act
    say: str = ""
    content_ids: tuple[str, ...] = ()
    asks: str | None = None
    near: str | None = None
    max_words: int = Field(default=35, ge=3, le=60)
    closes: Ending | None = None
    ends: bool = False
    occasion: Occasion | None = None
    why: str = ""

    def telling(self, told: tuple[str, ...]) -> "Move":
        """Return the move as it was made: with what was told, and not what was kept for later."""
        kept = bool(self.content_ids) and not set(self.content_ids) & set(told)
        return self.model_copy(update={"content_ids": told, "say": "" if kept else self.say})
