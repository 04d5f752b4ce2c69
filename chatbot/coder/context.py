"""What a volley is heard against: the client's last turn, the brief, what was asked before."""

from dataclasses import dataclass

from chatbot.coder.client import code_client
from chatbot.coder.segments import MAX_HEARD
from chatbot.coder.words import compiled, stems_of
from chatbot.domain.client_talk import ClientTalk
from chatbot.domain.codes import Code, Heard, Marker
from chatbot.domain.dialogue import Speaker
from chatbot.domain.persona import Persona
from chatbot.domain.ports import Volley
from chatbot.domain.words import fold

_GRANTS = (
    r"^(?:(?:oh|um|uh|well|okay|ok|hm+|mm)[, ]+)*(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please"
    r"|go (?:on|ahead|for it)|of course|certainly|fine|all ?right|by all means"
    r"|i(?:'d| would) (?:like|love) (?:that|to)|if you (?:like|want|must)|why not"
    r"|that(?:'d| would|'s| is) (?:be )?(?:fine|good|great|ok(?:ay)?|helpful|all ?right)"
    r"|you can|you may|absolutely|definitely|i guess|i suppose|mm-?hm+|uh-?huh|do\b"
    r"|tell me|let'?s hear|i'?m listening|be my guest|shoot)"
)
_REFUSES = (
    r"\b(?:no\b(?! problem)|not (?:now|really|interested|today)|i'?d rather not|don'?t"
    r"|stop|but i|later)"
)
_ASKS_ADVICE = (
    r"\b(?:what (?:should|would|do) (?:i|you) (?:do|advise|suggest|recommend|think|say)"
    r"|what'?s your (?:advice|opinion|view)|what do you (?:think|recommend|suggest)"
    r"|tell me|advise me|any (?:ideas|suggestions|tips))\b"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What stands before a volley.

    Attributes:
        last: the client's last turn, verbatim.
        last_stems: its content stems.
        talk: what that turn is.
        asked: straight questions of the client still open, latest first.
        permission: the client asked for information or advice, or allowed it.
        advice_wanted: that permission covers advice: a bare question of fact asks for none.
        earlier: the advisor's earlier turns, oldest first.
        said_stems: content stems of everything said before.
        change_stems: words of the target behaviour, the recommendation and the reasons for.
        sustain_stems: words of the concerns and reasons against.
    """

    last: str
    last_stems: frozenset[str]
    talk: ClientTalk
    asked: tuple[ClientTalk, ...]
    permission: bool
    advice_wanted: bool
    earlier: tuple[str, ...]
    said_stems: frozenset[str]
    change_stems: frozenset[str]
    sustain_stems: frozenset[str]

    @property
    def first(self) -> bool:
        """Say whether nobody has spoken yet."""
        return not self.last and not self.earlier


def context_of(volley: Volley) -> Context:
    """Gather what a volley is heard against."""
    persona = volley.persona
    target = persona.advisor_brief.target_behaviour
    last = volley.before.last_client[:MAX_HEARD]
    talk = code_client(last, target)
    earlier = volley.before.said_by(Speaker.ADVISOR)
    change, sustain = _sides(persona)
    permission = _permitted(volley, last, talk)
    said = frozenset[str]().union(
        *(stems_of(turn.text[:MAX_HEARD]) for turn in volley.before.turns[-12:])
    )
    return Context(
        last=last,
        last_stems=stems_of(last),
        talk=talk,
        asked=_open_questions(volley, talk, target),
        permission=permission,
        advice_wanted=permission and (not talk.question or _asks_advice(last)),
        earlier=earlier,
        said_stems=said,
        change_stems=change,
        sustain_stems=sustain,
    )


def _sides(persona: Persona) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of change and of staying; words on both sides count for neither."""
    brief = persona.advisor_brief
    change = stems_of(brief.target_behaviour).union(
        stems_of(brief.recommendation), *(stems_of(r.say) for r in persona.reasons_for)
    )
    against = (*persona.concerns, *persona.reasons_against)
    sustain = frozenset[str]().union(*(stems_of(content.say) for content in against))
    return change - sustain, sustain - change


def _open_questions(volley: Volley, talk: ClientTalk, target: str) -> tuple[ClientTalk, ...]:
    """Return the question just put, and the one before if the last volley passed it over."""
    asked: tuple[ClientTalk, ...] = (talk,) if talk.question else ()
    said = volley.before.said_by(Speaker.CLIENT)
    settled = (Marker.ANSWERS, Marker.ADMITS_LIMIT, Marker.DISCLOSES_INTEREST)
    if len(said) > 1 and volley.heard and not volley.heard[-1].marker(*settled):
        before = code_client(said[-2], target)
        asked += (before,) if before.question else ()
    return asked


def _permitted(volley: Volley, last: str, talk: ClientTalk) -> bool:
    """Say whether the client asked for, or allowed, information or advice on this topic."""
    folded = fold(last)
    if _asks_advice(last) or (talk.question and not talk.discord):
        return True
    before = volley.heard[-1] if volley.heard else None
    if before is None or talk.discord:
        return False
    if before.has(Code.SEEK) and _asked_leave(before):
        granted = compiled(_GRANTS).search(folded) is not None
        return granted and compiled(_REFUSES).search(folded) is None
    same_topic = len(stems_of(volley.text) & stems_of(_last_advisor(volley))) >= 2
    return before.permission and same_topic and compiled(_REFUSES).search(folded) is None


def _asks_advice(last: str) -> bool:
    return compiled(_ASKS_ADVICE).search(fold(last)) is not None


def _asked_leave(heard: Heard) -> bool:
    seek = heard.get(Code.SEEK)
    if seek is None:
        return False
    leave = (
        r"\b(?:can|could|may|might|shall|ok(?:ay)?|all ?right|fine|mind|would you (?:like"
        r"|want|be)|do you want|permission|open to|wonder\w*)\b"
    )
    return compiled(leave).search(fold(seek.quote)) is not None


def _last_advisor(volley: Volley) -> str:
    said = volley.before.said_by(Speaker.ADVISOR)
    return said[-1] if said else ""
