"""Cues of the advisor codes: what in a clause speaks for which code, and how strongly.

Weights are log-odds set by hand, about −3 to 5; they add up per kind (see `decide`). A cue is
searched in the folded clause (lower case, plain apostrophes), and apostrophes may be missing.
Kinds are MITI 4.2.1 codes before the rules of a volley: reflections are split into simple and
complex, and advice is given its permission, later. Sources: MITI 4.2.1; MISC 2.5.
"""

from enum import StrEnum
from typing import Final, NamedTuple


class Kind(StrEnum):
    """What a clause is, before the rules of the volley."""

    UNCODED = "uncoded"
    QUESTION = "question"
    REFLECTION = "reflection"
    INFORMATION = "information"
    ADVICE = "advice"
    AFFIRM = "affirm"
    SEEK = "seek"
    EMPHASIZE = "emphasize"
    CONFRONT = "confront"


class Cue(NamedTuple):
    """A named pattern and what it speaks for."""

    name: str
    pattern: str
    weights: dict[Kind, float]


_U, _Q, _R, _I = Kind.UNCODED, Kind.QUESTION, Kind.REFLECTION, Kind.INFORMATION
_P, _AF, _S, _E, _C = Kind.ADVICE, Kind.AFFIRM, Kind.SEEK, Kind.EMPHASIZE, Kind.CONFRONT

_YOU_ARE: Final = r"(?:you'?re|you are|you were|you'?ve been|you have been)"
_YOURE_DONE: Final = r"(?:you'?ve|you have|you'?d|you had|you)"

ASKING: Final = (
    Cue(
        "asks_permission",
        r"\b(?:(?:can|could|may|might) (?:i|we) (?:just |quickly |maybe |perhaps |also )?(?:share|tell|show|offer|give|explain|suggest"
        r"|make|ask|walk|say|run|take|add|go through|go over|describe|talk|put|point|check|mention|read|raise|come back|bring)"
        r"|would (?:it|that) be (?:ok(?:ay)?|all ?right|fine|useful|helpful|of (?:use|interest|help))(?: with you)? (?:if|for|to)"
        r"|(?:is|would) (?:it|that) (?:be )?(?:ok(?:ay)?|all ?right|fine)(?: with you)?(?: if| for|\b\s*\?|$)"
        r"|(?:do|would) you mind if|would you like (?:me to|to hear|to know|to see|some|a few|an idea|my)"
        r"|(?:do|would) you want (?:me to|to hear|to know|to see|my)|with your permission"
        r"|(?:would|are) you (?:be )?(?:open to|interested in|willing to hear|curious to|up for) (?:hear|see|know|look|some|a |an )"
        r"|(?:i was )?wondering if (?:i could|it would be ok|it'd be ok)|(?:is|if) (?:it'?s|it is|that'?s) (?:ok(?:ay)?|all ?right|fine) (?:with|by) you"
        r"|shall i (?:tell|show|explain|go|take|say|send|walk)|if you(?:'?re| are) (?:ok|okay|fine|happy) with (?:that|it|me))\b",
        {_S: 4.2, _Q: 1.0},
    ),
    Cue(
        "shares_power",
        r"\b(?:how (?:does|would|do|did) (?:that|this|it|those|these|all that|any of (?:that|this)) (?:sound|fit|sit|land|strike|work|look|feel)(?: (?:to|with|for) you)?"
        r"|what do you make of|what'?s your (?:take|view|read(?:ing)?) (?:on|of)|what do you think (?:about|of) (?:that|this|it|the|these|those|doing)"
        r"|what are your thoughts (?:on|about) (?:that|this|it|the)|where (?:would|should|do) (?:you like to|you want to|we) (?:start|begin|go)"
        r"|what would you like (?:to (?:talk|focus|start|look|cover|use|get out)|us to|from me|me to)|what should we|how should we|how shall we|how (?:would|do) you (?:like|want) (?:us|me) to"
        r"|let'?s (?:look|work|think|figure|find|sort|go|put|see|decide|plan)(?: \w+){0,5} together|(?:we could|we can|can we|could we|shall we) (?:\w+ ){0,4}together"
        r"|correct me if|tell me (?:if|where) i(?:'ve| have|'?m| am)? (?:got|gone|missed|wrong|off)|what (?:have i|did i|am i) (?:missed|miss|missing|got wrong|get wrong)"
        r"|does that (?:fit|match|ring true|sound right|make sense) (?:with|to|for) you|what have i missed|what would (?:be )?(?:most )?(?:helpful|useful) (?:for you|to you|today|right now|from me)"
        r"|you know (?:this|the|your) \w+ (?:far |much )?better than (?:i|me|any)|how would you like to (?:use|spend|go|proceed|do|handle)|we (?:decide|plan|do) (?:this|that|it) together)\b",
        {_S: 3.8, _Q: 1.2},
    ),
    Cue(
        "open_stem",
        r"^(?:(?:and|so|but|well|okay|ok|now|then|yeah|right|um|uh|oh)[, ]+)*(?:what(?! (?:you|i|we|they|he|she|it)(?:'?(?:re|ve|m|d|s))?\b)|how(?! (?:many|much|long|old|often|far|soon|you|i)\b)|why|in what way|which)\b",
        {_Q: 2.2},
    ),
    Cue(
        "measure_stem",
        r"^(?:(?:and|so|but|well|okay|ok|now|then|yeah|right|um|uh|oh)[, ]+)*(?:how (?:many|much|long|old|often|far|soon)|when|where|who)\b",
        {_Q: 2.0},
    ),
    Cue(
        "wh_inverted",
        r"\b(?:what|how|why|where|when|which|who)(?:'?s)?(?: \w+){0,3}? (?:do|does|did|is|are|was|were|can|could|would|will|should|have|has|had|might|d'?you|made|brings|brought|makes|happened|happens|else)\b",
        {_Q: 1.2},
    ),
    Cue(
        "verb_first",
        r"^(?:(?:and|so|but|well|okay|ok|now|then|yeah|right|um|uh|oh|all right|alright)[, ]+)*(?:do|does|did|is|are|was|were|can|could|would|will|have|has|had|any|anything|d'?you)(?:n'?t)? (?:you|your|it|that|this|there|they|he|she|we|i|the|these|those|any|anyone|anything|one|else|ever|some|people)\b",
        {_Q: 2.6},
    ),
    Cue(
        "invites",
        r"\b(?:tell me (?:more|a (?:little|bit)|about|what|how|why|the|your)|say (?:more|a (?:little|bit) more)|talk (?:to )?me (?:through|about)|help me (?:understand|see)|walk me through|give me an example|describe|go on$|i'?d (?:like|love|be (?:interested|curious)) to (?:hear|know|understand) (?:more|what|how|why|about|your|from)|i(?:'?m| am)? (?:just )?(?:curious|wondering|wonder)(?: about| what| how| why| if| whether|,|$)|fill me in)",
        {_Q: 2.8},
    ),
    Cue("what_about", r"^(?:(?:and|so|but|okay|ok)[, ]+)*(?:what|how) about\b", {_Q: 1.5}),
    Cue("scale", r"\b(?:scale (?:of|from)|(?:one|1|zero|0) to (?:ten|10)|where would you put yourself)\b", {_Q: 1.2}),
    Cue(
        "tag",
        r"\b(?:(?:is|are|was|were|do|does|did|have|has|had|would|could|can|wo|ca)n'?t (?:it|you|that|they|we|he|she|there)|right|correct|yeah|yes|no|huh|is that (?:right|fair|correct|it)|am i (?:right|hearing you)|did i get that right|have i got that right)\s*\??$",
        {_Q: 0.3, _R: 0.5},
    ),
)

HEARING: Final = (
    Cue(
        "hearing_stem",
        r"\b(?:(?:it )?sounds? (?:like|as if|as though|to me)|sounds? (?:hard|tough|tiring|heavy|frustrating|difficult|painful|scary|exhausting|stressful|as)|what i(?:'?m| am)? hear(?:ing)?|i hear (?:that )?you|i(?:'?m| am) hearing|it (?:seems|feels|looks) (?:like|as if|as though|to you)|seems (?:like|as if) (?:you|it)|if i (?:hear|understand|heard|understood|got) (?:you|that|this)|let me (?:see if i|make sure i|check (?:that )?i)|as i understand (?:it|you)|i get the (?:sense|feeling|impression)|(?:so )?in other words|you(?:'?re| are) (?:saying|telling me|describing|wondering|asking yourself)|i imagine (?:that )?(?:you|it|this)|i (?:can )?(?:see|hear) (?:that |how )(?:you|much|this|it))\b",
        {_R: 2.8},
    ),
    Cue(
        "you_said",
        r"\b(?:(?:as )?you (?:said|mentioned|told|were saying|say|described|talked about|brought up|also said)|you'?ve (?:said|mentioned|told|described|talked))\b",
        {_R: 1.9},
    ),
    Cue(
        "so_you",
        r"^(?:(?:okay|ok|yeah|right|um|uh|oh|all right|alright|well|mm-?hmm?|hmm|uh-huh|no)[, .]+)*(?:so|and|but|because|'?cause|then|and so|so then|and yet|yet)[, ]+(?:um, |uh, |you know, |really, |for you, |that |then )?(?:it'?s )?(?:you|your|part of you|a part of you|that'?s|it'?s|there'?s|this)\b",
        {_R: 1.6},
    ),
    Cue(
        "you_state",
        rf"\b{_YOU_ARE} (?:not |really |very |so |quite |a bit |a little |kind of |sort of |just |also |still |already |feeling |clearly |actually |more |pretty |even |afraid |\w+ly )*"
        r"(?:worried|afraid|scared|angry|upset|sad|tired|torn|unsure|uncertain|frustrated|annoyed|disappointed|anxious|nervous|concerned|hesitant|reluctant|sceptical|skeptical|wary|suspicious|hoping|looking|trying|wondering|thinking|feeling|struggling|ready|willing|determined|confident|comfortable|uncomfortable|happy|unhappy|proud|ashamed|embarrassed|fed up|sick|stuck|lonely|overwhelmed|stressed|committed|interested|convinced|aware|used to|tempted|excited|relieved|hurt|wanting|noticing|saying|doing|getting|not|of two minds|in two minds|starting|finding|weighing|carrying|being|facing)\b",
        {_R: 1.7},
    ),
    Cue(
        "you_mind",
        r"\byou(?:'d| would|'ve| have)? (?:really |also |just |still |kind of |sort of |kinda |already |actually |definitely |do |don'?t |didn'?t |never |\w+ly )*(?:feel|felt|want|wanted|wish|hope|hoped|love|loved|like|liked|hate|hated|fear|worry|doubt|care|miss|value|believe|believed|think|thought|know|knew|see|saw|need|needed|enjoy|remember|realised|realized|noticed|notice|wonder|expected|expect|worked|tried|had|lost|get|got|find|found|prefer|rather|trust)\b",
        {_R: 1.0},
    ),
    Cue(
        "reported",
        r"\b(?:you(?:'?re| are)? (?:feel|think|feeling|thinking|said|believe|guess|fear|figure|worried|afraid|wondering)(?: \w+)? (?:that )?you(?:'?d|'?ll|'?ve)?|(?:they|he|she|someone|somebody|people|everyone|your \w+) (?:\w+ )?(?:told|tells?|says?|said|thinks?|warned|wants?)\b)",
        {_R: 0.8},
    ),
    Cue(
        "gets_at",
        r"\b(?:(?:is|was)n'?t (?:really |only |just |so much )*about|not (?:really |only |just |so much )*about|it'?s (?:really |more )?about|would (?:feel|be|mean) (?:like )?(?:\w+ )?(?:losing|giving|letting|admitting|breaking|a )|what (?:it|this|that) comes down to)\b",
        {_R: 2.2},
    ),
    Cue(
        "two_sides",
        r"\b(?:(?:a )?part of you|on (?:the )?one hand|on the other(?: hand)?|at the same time|one side of you|another part|and yet|torn between|two minds|pulled in)\b",
        {_R: 2.2},
    ),
    Cue(
        "for_you",
        r"\b(?:(?:important|hard|difficult|tough|frightening|scary|painful|big|a lot|priority|stressful|heavy|helpful|worth \w+|matters?|mattered) (?:\w+ ){0,2}(?:for|to) you|(?:matters|means|weighs|bothers|worries|scares|frightens|annoys|hurts|feels|makes|made|leaves|left|gives|gave|helps|keeps|kept|holds|puts|gets|costs|cost|reminds) (?:\w+ )?(?:on |to |for )?you)\b",
        {_R: 1.3},
    ),
    Cue(
        "it_feels",
        r"\b(?:it|that|this|there|things|everything)(?:'?s| is| was| has| feels| felt| must| 'd be| would be| must be| must have been)? (?:\w+ ){0,3}(?:hard|scary|frightening|frustrating|exhausting|a lot to|overwhelming|painful|tough|unfair|heavy|stressful|lonely|daunting|worrying|unsettling|a shock|difficult|like a|embarrassing|a relief|burden)\b",
        {_R: 1.2},
    ),
    Cue(
        "affirms",
        r"\b(?:you(?:'?ve| have)? (?:really |already |clearly |obviously |also |actually )?(?:done|put|worked|managed|thought|taken|shown|kept|looked after|stuck|made|come|built|been through|held|found|did|took|put|got|faced|raised|read|checked) (?:\w+ ){0,5}(?:a lot of (?:work|thought|effort|care|time)|so (?:much|well|far)|very well|really well|well|hard|carefully|properly|(?:your )?homework|through|courage|step|effort|care|thought|progress|strength|on your own|for years|all (?:these|those|this|that)|a great|a huge|an enormous|every|the time|on top of|seriously|together|going)"
        r"|(?:it|that) (?:takes|took|must have taken|can'?t have been easy|shows|says|showed|speaks) (?:\w+ ){0,3}(?:courage|strength|guts|a lot of|a lot|real|honesty|how (?:much|careful|serious|committed|strong|well|thorough|determined|responsible|able|far|brave)|nerve|something about you|commitment|determination|patience|care|character)"
        rf"|{_YOU_ARE} (?:really |very |clearly |obviously |so |such |quite |just |also )*(?:a |an |someone who|somebody who|the (?:kind|sort|type) of (?:person|man|woman|client|owner|boss|parent))(?: \w+){{0,3}} ?(?:careful|thoughtful|strong|caring|responsible|determined|good|honest|committed|great|person|parent|mother|father|boss|owner|who|thinks|looks|keeps|checks|does)"
        r"|i (?:really |do |very much |truly )?(?:appreciate|admire|respect|value|like)(?: it)? (?:you |your |that you |how you |the way you |how (?:much|careful|open|honest|hard|clear))"
        r"|i(?:'?m| am) (?:really |very |so )?(?:impressed|struck|touched) (?:by|with|at|that|how)|(?:thank you|thanks) for (?:being|your) (?:so )?(?:honest|open|frank|straight|candid|honesty|openness|frankness|candour)"
        r"|(?:well done|good for you|good job|great job|nice work|congratulations|full marks|hats off)(?: to you)? (?:for|on|that)|you (?:really |clearly |obviously |do )*care (?:a lot |deeply |so much |very much |enough )?(?:about|for|that|to)|you don'?t (?:give up|take \w+ lightly|cut corners|sign|let)|you(?:'?ve| have)? (?:got|have) (?:a lot of |a good |a great |a real |the |such a )+(?:strength|determination|experience|knowledge|eye|willpower|discipline|courage|drive|sense|head|track record)"
        rf"|{_YOU_ARE} (?:really |very |clearly |obviously |so |quite )*(?:careful|thoughtful|strong|caring|responsible|conscientious|thorough|resourceful|creative|determined to|brave|courageous|honest|generous|loyal|disciplined|organised|organized|protecting|looking out|looking after|good at|taking (?:\w+ )?(?:care|responsibility|seriously|steps)))\b",
        {_AF: 4.4},
    ),
    Cue("bare_praise", r"^(?:(?:oh|wow|okay|ok|well|yeah|all right|alright|um|uh|and)[, ]+)*(?:that'?s |that is |this is |it'?s |very |really |sounds |what a |a )*(?:great|good|excellent|awesome|fantastic|wonderful|amazing|perfect|brilliant|lovely|cool|nice|terrific|fair|impressive)(?: (?:question|point|idea|stuff|to hear|enough|plan|start|job|work|one|news|thinking|for you|goal|answer))?[ .!,]*$", {_U: 4.0}),
)
