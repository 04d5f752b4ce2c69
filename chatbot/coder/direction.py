"""Where a question, reflection or affirmation leads: change, sustain, relationship, nowhere."""

from typing import Final

from chatbot.coder.context import Context
from chatbot.coder.features import Features
from chatbot.coder.words import compiled
from chatbot.domain.client_talk import Talk
from chatbot.domain.codes import Toward

_RELATIONSHIP: Final = (
    r"\b(?:trust (?:me|us|in me)|believe me|my (?:advice|motives?|interest|role|fee|firm"
    r"|part|being)|(?:between|with) us|about me\b|i(?:'?ve| have)? (?:pushed|push"
    r"|pressured|rushed|talked over|let you down|"
    r"upset|annoyed|lost)|(?:pushed|pressured|rushed|sold to|talked (?:over|into)|lectured"
    r"|judged|let down|unheard|handled)|on my side|whose side|what i (?:earn|get|gain)"
    r"|(?:how|what) (?:i|we) (?:said|did|handled|put)"
    r"|working together|this conversation|listen(?:ed|ing)? to you|heard by)\b"
)
_CHANGE: Final = (
    r"\b(?:(?:would|do) you (?:\w+ )?(?:want|hope|like|wish)|matters? (?:most )?to you"
    r"|important to you|you(?:'?d| would)? (?:\w+ )?(?:want"
    r"|hope|wish|like to|love to)|hoping|would be (?:good|better|different)|benefits?"
    r"|advantages?|reasons? (?:for|to)|what would it take"
    r"|how (?:would|might|could|will) you (?:go|do|start|make|manage)|next step|first step"
    r"|plan to|ready|willing|looking forward|change|better off|improve|goals?|confident"
    r"|confidence|instead of (?:a )?lower|not (?:a )?(?:two|three|lower|zero)"
    r"|what made you|worked (?:well )?before|you(?:'?ve| have) (?:managed|started|already"
    r"|decided)|can'?t go on|need to (?:do|change)|tired of|cost(?:s|ing) you"
    r"|worries you about (?:staying|leaving it|how things)|if nothing changes|five years)\b"
)
_SUSTAIN: Final = (
    r"\b(?:worr(?:y|ied|ies)|concern(?:s|ed)?|hesita\w+|afraid|scared|downsides?"
    r"|disadvantages?|doubts?|risk\w*|don'?t (?:\w+ )?(?:want|need|see|like|trust|think"
    r"|believe)|not (?:\w+ )?(?:sure|ready|convinced|interested|worth|keen|for you)"
    r"|against|hold(?:s|ing)? you back|reluctan\w+|unsure|uncertain|sceptical|skeptical"
    r"|wary|too (?:much|good|expensive|soon|fast|hard|late)|rather (?:not|stay|keep|leave"
    r"|wait)|happy (?:with|as|where)|works (?:fine|well)|stay(?:ing)? (?:as|where|put)"
    r"|keep(?:ing)? (?:it|things|what)|like about (?:it|drinking|smoking|the way)"
    r"|gets? in the way|stops? you|barriers?|hard(?:er)? (?:to|for)|difficult|lose|losing"
    r"|catch)\b"
)


def direction(clauses: tuple[Features, ...], context: Context) -> Toward:
    """Return where the clauses lead; the last side named weighs more (it is what gets answered)."""
    folded = " ".join(clause.segment.folded for clause in clauses)
    stems = {stem for clause in clauses for stem in clause.content}
    if compiled(_RELATIONSHIP).search(folded):
        return Toward.RELATIONSHIP
    change = _last(_CHANGE, folded)
    sustain = _last(_SUSTAIN, folded)
    if change < 0 and sustain < 0:
        return _by_context(stems, context)
    return Toward.CHANGE if change > sustain else Toward.SUSTAIN


def _last(pattern: str, folded: str) -> int:
    return max((match.start() for match in compiled(pattern).finditer(folded)), default=-1)


def _by_context(stems: set[str], context: Context) -> Toward:
    """Fall back on the brief's words, then on what the client's own words were."""
    change, sustain = len(stems & context.change_stems), len(stems & context.sustain_stems)
    if change != sustain and max(change, sustain) > 1:
        return Toward.CHANGE if change > sustain else Toward.SUSTAIN
    if stems & context.last_stems and context.talk.talk is not Talk.NEUTRAL:
        return Toward.CHANGE if context.talk.talk is Talk.CHANGE else Toward.SUSTAIN
    return Toward.NONE
