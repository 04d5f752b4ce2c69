"""The words by which a push shows: orders, hurry, warnings, corrections, a yes taken for given."""

import re
from enum import StrEnum
from itertools import groupby
from typing import Final

_EDGE: Final = r"\b"
#: An escaped character, a class of characters, or one character.
_TOKENS: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)


class Push(StrEnum):
    """Kinds of pushes, the plainest first: of two in one sentence the first is named."""

    ASSUMES = "assumes"
    HURRY = "hurry"
    WARN = "warn"
    RIGHTING = "righting"
    BELITTLE = "belittle"
    ORDER = "order"
    CROWD = "crowd"


def any_of(*patterns: str) -> re.Pattern[str]:
    """Return one pattern of several, to be searched in folded text (`words.fold`).

    Choices that all begin at a word's edge are tried at edges only: about five times as fast.
    """
    runs = groupby(choices("|".join(patterns)), key=lambda one: one.startswith(_EDGE))
    return re.compile("|".join(_run(list(run), edge=edge) for edge, run in runs))


def _run(of: list[str], *, edge: bool) -> str:
    return rf"\b(?:{'|'.join(one.removeprefix(_EDGE) for one in of)})" if edge else "|".join(of)


def choices(pattern: str) -> list[str]:
    """Return the outermost choices of a pattern ("a|(?:b|c)" has two)."""
    found, depth, start = [], 0, 0
    for token in _TOKENS.finditer(pattern):
        place = token.start()
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if token[0] == "|" and not depth:
            found.append(pattern[start:place])
            start = place + 1
    return [*found, pattern[start:]]


#: Before "you should": asked, reported or left open, and so no order.
_NOT_SAID: Final = (
    r"(?<!\bif )(?<!\bdo )(?<!\bdid )(?<!\bwhat )(?<!\bthat )(?<!\bthink )(?<!\bwhen )(?<!\bwould )"
)
#: An opening that is not yet the sentence ("Look, …", "Right, so …").
LEAD: Final = (
    r"^\W*(?:(?:look|right|okay|ok|well|honestly|so|and|but|now|then|please|listen|no|anyway|go on|"
    r"come on|better safe than sorry, surely)\b\W+)*"
)
SIGNS: Final[dict[Push, re.Pattern[str]]] = {
    Push.ASSUMES: any_of(
        r"\bi(?:'ll| will|'m going to|'m gonna|'m|'ve| have)(?: gone ahead and| just)? (?:put|"
        r"putting|"
        r"pencil\w*|write|writing|sign\w*|book\w*) (?:you|your name|her|"
        r"him)\b(?:'s name)? ?(?:down|in|up)?",
        r"\b(?:so|then|and) (?:we're|we are) (?:all )?agreed\b|\bcall that agreed\b|"
        r"\bnote that we agreed\b",
        r"\b(?:so|then) (?:that's|it's|we'll say) (?:a yes|yes|agreed|settled)\b|"
        r"\bi(?:'ll)? take (?:it|that) (?:as|"
        r"that's|that is)\b",
        r"\bshall we say (?:the|yes|mon|tues|wednes|thurs|fri|satur|sun|\d)",
        r"\bwrite it down as a yes\b|\btell (?:him|her|them) you(?:'ve| have) said yes\b",
        r"\b(?:to|they can) expect you\b|\bso (?:which|what) (?:day |one )?suits you\b|"
        r"\bshall we say \w+ \w+,? ",
        r"\bwe file all\b|\bi'll just (?:strap|print|get)\b|\bi've (?:reserved|ordered|"
        r"rung him)\b|\bfix a date\b|\bwhether you like it or not\b",
        r"\bwhile you(?:'re)? (?:get|putting|put) (?:your|on) coat\b|\bso that's that excuse\b",
        r"\b(?:put|get) you down (?:for|as)\b",
    ),
    Push.HURRY: any_of(
        r"\b(?:sign(?:ed)?|settle|decide|decided|start|yes|finish|get it done|answer|sorted|"
        r"ring \w+|form)\b"
        r"[^.?!]{0,40}\b(?:today|tonight|right now|right away|this minute|this afternoon|"
        r"before you go|"
        r"before christmas|before five)\b",
        r"\b(?:today|tonight|right now)\b[^.?!]{0,25}\b(?:sign\w*|decide|settle|yes)\b",
        r"\b(?:decide|do it|sign|act|say yes|get it done)(?: it)? (?:right )?now\b",
        r"\b(?:only|just)(?: got| the)? (?:two|three|one|a few|\d+) (?:more )?(?:slots?|places?|"
        r"left)\b|\bslots? left\b",
        r"\bothers? (?:\w+ )?(?:are )?(?:asking|waiting)\b|\bwaiting list for these\b",
        r"\b(?:keep|hold)\b[^.?!]{0,30}\b(?:for ever|forever|open so long|warm)\b",
        r"\bwhile it(?:'s| is) going\b|\b(?:offer|price|rate|deal)(?:'s| is)? (?:gone|ends|"
        r"expires|held till)\b",
        r"\bprice goes up\b|\bmiss it and\b|\bthe longer you\b|"
        r"\bbefore it's too late\b|\btime(?:'s| is) running out\b",
        r"\b(?:every|each)(?: single)? (?:day|week|month|evening|night|hour) (?:you|it|that|"
        r"of)\b[^.?!]{0,12}"
        r"\b(?:wait|leave|sit|put|hold|carry|sits|goes)\b",
        r"\byou haven't got (?:the time|\w+ weeks|\w+ months|long)\b|\bwon't keep\b|"
        r"\bstarting tonight\b",
        r"\bi(?:'d)? need (?:a|your) yes\b|\bi want (?:an answer|you to say yes)\b|"
        r"\bbetter done quickly\b",
        r"\byou can't wait\b(?! to)|\b(?:it's now or|no time for|don't hang about|hold it past|"
        r"past friday)\b|"
        r"\b(?:only|is) until the end of\b|\bonly if i ring\b",
    ),
    Push.WARN: any_of(
        r"\byou(?:'ll| will|'re going to| are going to) (?:\w+ )?(?:regret|lose|be sorry|end up|"
        r"miss out|pay for|"
        r"suffer|be left|have nothing|be in \w* ?trouble|wish you)\b",
        r"\bif you (?:don't|keep|carry on|go on|leave|wait|won't|break|post|"
        r"lodge)\b[^.?!]*\b(?:you'll|"
        r"it goes|no way back|can't guarantee|never|needles|gone|trouble|your (?:last|own))\b",
        r"\bthat(?:'s| is) (?:how|where) (?:\w+ )?(?:end|lose|get|land|die|you're (?:taking|"
        r"heading))\b",
        r"\b(?:the conversation|where) you're heading\b|\bcome to regret\b|\b(?:in|to) tears\b|"
        r"\bcould be your last\b",
        r"\b(?:silent killer|keel over|you're finished|that you won't get back|"
        r"isn't pretty|"
        r"not pretty|it's you they'll ask|how people end up|or you lose|"
        r"nobody's fault but your own)\b",
        r"\bsomething's going to (?:snap|go|give)\b|\byou can't run on\b|\b(?:gets|"
        r"makes it) (?:more dangerous|worse)\b",
        r"\bwhat (?:that|it)(?:'ll| will) do to\b|\byou'd be mad\b|\bi wouldn't sleep\b|"
        r"\bi(?: have to|'m) warn(?:ing)? you\b",
        r"\bthree in ten never\b|\bdo you want to (?:be (?:poor|ill|alone|the one)|fail|end up|"
        r"lose|see)\b|\bon your conscience\b",
        r"\bhow many more do you want\b|\bwhat would \w+ \w+ do if you\b",
    ),
    Push.RIGHTING: any_of(
        r"\b(?:you're|you are|you've|you have) (?:(?:a bit|quite|just|simply|got it|clearly|"
        r"completely|all) )?"
        r"(?:wrong|mistaken|mixed|mixing|muddl\w+|confus\w+|misunder\w+|misread\w*|got (?:that|it|"
        r"this)(?: all)? wrong)\b",
        r"^(?:that's|it's) not a reason\b|\bisn't a reason\b|\bbut you're not\b",
        r"\blooking at (?:it|this) (?:from )?the wrong\b|\bi should correct\b|\blet me correct\b|"
        r"\b(?:common|a) (?:misconception|mistake)\b|\bmisunderstanding to\b",
        r"\bthat's (?<!something that's )(?:just |simply )?(?:not (?:how|true|right|correct)\b|"
        r"wrong\b|rubbish|nonsense|a myth|ridiculous)",
        r"\b(?:that's|it's)(?: got)? nothing to do with (?!you|me)|\bcompletely different animal\b",
        LEAD + r"no,? (?:no\b|you can't|you have to|you don't|listen)|" + LEAD + r"but that was\b",
    ),
    Push.BELITTLE: any_of(
        r"\byou(?:'re| are) (?:just |only )?being (?:too |so |over\w+|silly|stubborn|difficult|"
        r"childish)",
        r"\byou (?:never|always) (?:listen|do this|say that)\b|\byou(?:'re|"
        r" are) (?:holding \w+ back|burning|getting hung up|"
        r"hiding|making a (?:meal|fuss))\b|\byou do see that\b",
        r"\bdon't be (?:so|silly|daft|childish|ridiculous|that one)\b|\b(?:an|nice|no|"
        r"that) excuses?\b(?! me)",
        r"\byou(?:'re| are) a (?:clever|grown|sensible|intelligent|bright) (?:man|woman|person)\b",
        r"\byou(?:'re| are) telling me\b(?! i\b| i')|\bi don't buy (?:that|it)\b|\byou (?:do|"
        r"must) realise\b|"
        r"\band you know it\b|"
        r"\byou know (?:this|that|it) makes sense\b|\byou know it's the\b",
        r"\bhave you even (?:thought|considered|looked|asked)\b|"
        r"\bso you(?:'re| are) (?:happy|content|prepared) to (?:leave|let|see)\b",
        r"\bhow often do i have to\b|\bi can't help you if\b|\bashamed (?:to|of your)\b|"
        r"\bought to know better\b",
        r"\bthat's a feeling\b|\bnot have a debate\b|\bin their right mind\b|"
        r"\bthe sooner you accept\b|\btake it seriously\b",
        r"\byou can't (?:just |really )?(?:go on|let|turn down|plan|leave|sit|organise|spare|"
        r"keep juggling)\b|"
        r"\byou really can't\b|\byou \w+ a whole \w+ and you can't\b",
        r"\bmore than that on\b|\blonger than that on\b|\bstop making\b",
        r"\b(?:be|do try to be) (?:realistic|reasonable|sensible)\b|\bdoesn't pay \w+ wages\b|"
        r"\bnot going to send me away\b",
        r"\bis that what you(?:'d like|'re after| want)\b|^\W*with respect,|\bholding it up\b|"
        r"\bmake a meal of it\b",
    ),
    Push.ORDER: any_of(
        _NOT_SAID + r"\byou(?:'ve| have)?(?: (?:really|just|simply|only|do|honestly|also))* "
        r"(?:must|should|need to|have to|got to|gotta|ought to)\b"
        r"(?! (?:(?:be able to )?(?:know|hear|listen|feel|miss|wonder|weigh|see|understand|"
        r"bear in mind|separate|"
        r"distinguish)\b|have (?:that|it|this|\w+ed|been|felt|had|heard|thought|seen|known)\b|"
        r"be (?!realistic|sensible|"
        r"reasonable|careful|patient)\w+|look at it as|think (?:highly|so|of \w+ \w+ (?:in|as))|"
        r"the point\b))",
        r"\byou'd better (?!tell|ask)|\byou (?:really )?don't want to (?:be|go|end|leave)\b|"
        r"\bwe(?:'ve| have)? (?:got to|must) (?:come away|get on)\b",
        r"(?<!n't )(?<!careful, )\bif i (?:were|was) you\b|\bin your (?:shoes|place) i\b|"
        r"\bi (?:want|need) you to (?!know|hear|tell|understand)|\byou'll thank me\b",
        r"\bfor your own good\b|\byou owe it to\b|\bjust have to get on\b|\bdo it for (?:me|him|"
        r"her)\b|"
        r"\byou'll be glad\b|\byou won't regret\b",
        r"\bwhat(?:'s| is| on earth is)? ?(?:is )?there to think (?:about|over)\b|"
        r"\bnothing to think over\b|"
        r"\bwhat are you waiting for\b|\bwhat's stopping you\b|\bwhy are we still\b|"
        r"\bor don't you\?",
        r"\b(?:trust|believe) me\b|\bgive me a yes\b|(?:\bjust |\bso |\band |^)say yes\b|"
        r"\bput your name (?:down |here)",
        r"\byou can\'t afford (?:to|not)\b|\bnothing to lose\b|\bthere's no (?:catch|argument|"
        r"real argument|sense)\b|"
        r"\bi don't see what there is\b|"
        r"\b(?:only|no) sensible answer\b|\bstill talking about\b|\bi'd (?:get yourself|skip)\b|"
        r"\bso let's (?:stop|not|just get|get you|get it|finish|sign|do it)\b|\bso sign\b",
        LEAD
        + r"(?:just )?(?:sign|initial)\b|"
        + LEAD
        + r"(?:just )?(?:do it (?:properly|now|for)|give it up|"
        r"get (?:yourself|it (?:done|signed|sorted))|forget (?:the|about)|stop \w+ing|"
        r"come on\b(?! (?:in|back|over|through|up|down|round))|keep busy|"
        r"look on the bright|put it in your|put that|pick the|take the (?:group|place|meeting))\b",
        LEAD + r"just (?:tell (?!me)|rip|say|sign|do|initial|try|put|get|take|leave|ring|pop)\b",
        r"\blet's (?:at least |just )?(?:get|put|open|have (?:a|the) (?:signature|form)|"
        r"not have)\b|\bcome on,|"
        r"\bleave the \w+ (?:here )?with (?:me|a)\b|\bring \w+ now\b|\bsend the letter\b|"
        r"\bdon't drive\b|^push through\b",
    ),
    Push.CROWD: any_of(
        r"\b(?:a |it's a )?no[- ]brainer\b|\bthe smart (?:move|thing|choice)\b|"
        r"\byou know what you(?:'ve| have) got to do\b",
        r"\bevery(?:one|body) else (?:\w+ ){0,4}(?:manag\w+|took|has|have|does|did|got|gets)\b",
        r"\b(?:all|every one of|every other|most of) (?:my|our) (?:clients|patients|customers|"
        r"people)\b",
        r"\bnot one(?:'s| has| of them)\b|\banyone (?:else )?(?:in your|can manage|who cared)\b|"
        r"\bany sensible\b",
        r"\b(?:thousands|plenty|lots|hundreds) of (?:people|clients|women|men)\b|"
        r"\beverybody's got\b",
        r"\bevery(?:one|body) says\b",
    ),
}
#: What leaves time or choice is no push, whatever else the sentence says.
LEAVES: Final = any_of(
    r"\bno (?:need|hurry|rush)\b|\b(?:needn't|don't (?:have|need) to|not have to)\b|"
    r"\btake (?:your|whatever) time\b|"
    r"\bif you(?:'d)? (?:like|want|prefer|change)\b|\bup to you\b|\byou(?:'re| are) (?:free|"
    r"right)\b|"
    r"\bi (?:should(?:n't)? have|was|wasn't|owe|pushed)\b|^(?:so )?you (?:felt|feel|think|thought|"
    r"told|want(?:ed)?|"
    r"were|wouldn't)\b|\bwouldn't (?:want|blame|sign anything|hurry)\b|\bwould it (?:help|be)\b|"
    r"\bsorry\b(?!,? but| later)|"
    r"\bfor you to say yes\b|\b(?:nothing|none of (?:it|this)) has to\b|\bno answer needed\b|"
    r"\bi(?:'d| would) not be in\b|\bsuppose\b|"
    r"\bi(?:'m| am)? (?:earn|paid)\b|\bmy (?:bonus|fee|commission)\b|\bin mind\b|\bin view\b|"
    r"\bi do best\b|\bbetter off if you\b|\bnot going to call\b|\bdon\'t sign\b|\bdoesn\'t mean\b|"
    r"\bin your ear\b"
)
