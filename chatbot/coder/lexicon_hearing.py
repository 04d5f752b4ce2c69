"""Cues of the advisor codes: reflections and affirmations."""

from typing import Final

from chatbot.coder.lexicon import Cue, Kind

_U, _R, _AF = Kind.UNCODED, Kind.REFLECTION, Kind.AFFIRM
_YOU_ARE: Final = r"(?:you'?re|you are|you were|you'?ve been|you have been)"

HEARING: Final = (
    Cue(
        "hearing_stem",
        r"\b(?:(?:it )?sounds? (?:like|as if|as though|to me)|sounds? (?:hard|tough|tiring"
        r"|heavy|frustrating|difficult|painful|scary|exhausting|stressful|as)|what i(?:'?m"
        r"| am)? hear(?:ing)?|i hear (?:that )?you|i(?:'?m| am) hearing|it (?:seems|feels"
        r"|looks) (?:like|as if|as though|to you)|seems (?:like|as if) (?:you|it)"
        r"|if i (?:hear|understand|heard|understood|got) (?:you|that|this)"
        r"|let me (?:see if i|make sure i|check (?:that )?i)|as i understand (?:it|you)"
        r"|i get the (?:sense|feeling|impression)|(?:so )?in other words|you(?:'?re"
        r"| are) (?:saying|telling me|describing|wondering|asking yourself)"
        r"|i imagine (?:that )?(?:you|it|this)|i (?:can )?(?:see|hear) (?:that "
        r"|how )(?:you|much|this|it))\b",
        {_R: 2.8},
    ),
    Cue(
        "you_said",
        r"\b(?:(?:as )?you (?:said|mentioned|told|were saying|say|described|talked about"
        r"|brought up|also said)|you'?ve (?:said|mentioned|told|described|talked))\b",
        {_R: 1.9},
    ),
    Cue(
        "so_you",
        r"^(?:(?:okay|ok|yeah|right|um|uh|oh|all right|alright|well|mm-?hmm?|hmm|uh-huh"
        r"|no)[, .]+)*(?:so|and|but|because|'?cause|then|and so|so then|and yet"
        r"|yet)[, ]+(?:um, |uh, |you know, |really, |for you, |that "
        r"|then )?(?:it'?s )?(?:you|your|part of you|a part of you|that'?s|it'?s|there'?s"
        r"|this)\b",
        {_R: 1.6},
    ),
    Cue(
        "you_state",
        rf"\b{_YOU_ARE} (?:not |really |very |so |quite |a bit |a little |kind of "
        rf"|sort of |just |also |still |already |feeling |clearly |actually |more |pretty "
        rf"|even |afraid |\w+ly )*"
        r"(?:worried|afraid|scared|angry|upset|sad|tired|torn|unsure|uncertain|frustrated"
        r"|annoyed|disappointed|anxious|nervous|concerned|hesitant|reluctant|sceptical"
        r"|skeptical|wary|suspicious|hoping|looking|trying|wondering|thinking|feeling"
        r"|struggling|ready|willing|determined|confident|comfortable|uncomfortable|happy"
        r"|unhappy|proud|ashamed|embarrassed|fed up|sick|stuck|lonely|overwhelmed|stressed"
        r"|committed|interested|convinced|aware|used to|tempted|excited|relieved|hurt"
        r"|wanting|noticing|saying|doing|getting|not|of two minds|in two minds|starting"
        r"|finding|weighing|carrying|being|facing)\b",
        {_R: 1.7},
    ),
    Cue(
        "you_mind",
        r"\byou(?:'d| would|'ve| have)? (?:really |also |just |still |kind of |sort of "
        r"|kinda |already |actually |definitely |do |don'?t |didn'?t |never "
        r"|\w+ly )*(?:feel|felt|want|wanted|wish|hope|hoped|love|loved|like|liked|hate"
        r"|hated|fear|worry|doubt|care|miss|value|believe|believed|think|thought|know|knew"
        r"|see|saw|need|needed|enjoy|remember|realised|realized|noticed|notice|wonder"
        r"|expected|expect|worked|tried|had|lost|get|got|find|found|prefer|rather|trust)\b",
        {_R: 1.0},
    ),
    Cue(
        "reported",
        r"\b(?:you(?:'?re| are)? (?:feel|think|feeling|thinking|said|believe|guess|fear"
        r"|figure|worried|afraid|wondering)(?: \w+)? (?:that )?you(?:'?d|'?ll|'?ve)?"
        r"|(?:they|he|she|someone|somebody|people|everyone|your \w+) (?:\w+ )?(?:told"
        r"|tells?|says?|said|thinks?|warned|wants?)\b)",
        {_R: 0.8},
    ),
    Cue(
        "gets_at",
        r"\b(?:(?:is|was)n'?t (?:really |only |just |so much )*about|not (?:really |only "
        r"|just |so much )*about|it'?s (?:really |more )?about|would (?:feel|be"
        r"|mean) (?:like )?(?:\w+ )?(?:losing|giving|letting|admitting|breaking|a )"
        r"|what (?:it|this|that) comes down to)\b",
        {_R: 2.2},
    ),
    Cue(
        "two_sides",
        r"\b(?:(?:a )?part of you|on (?:the )?one hand|on the other(?: hand)?"
        r"|at the same time|one side of you|another part|and yet|torn between|two minds"
        r"|pulled in)\b",
        {_R: 2.2},
    ),
    Cue(
        "for_you",
        r"\b(?:(?:important|hard|difficult|tough|frightening|scary|painful|big|a lot"
        r"|priority|stressful|heavy|helpful|worth \w+|matters?"
        r"|mattered) (?:\w+ ){0,2}(?:for|to) you|(?:matters|means|weighs|bothers|worries"
        r"|scares|frightens|annoys|hurts|feels|makes|made|leaves|left|gives|gave|helps"
        r"|keeps|kept|holds|puts|gets|costs|cost|reminds) (?:\w+ )?(?:on |to |for )?you)\b",
        {_R: 1.3},
    ),
    Cue(
        "it_feels",
        r"\b(?:it|that|this|there|things|everything)(?:'?s| is| was| has| feels| felt"
        r"| must| 'd be| would be| must be| must have been)? (?:\w+ ){0,3}(?:hard|scary"
        r"|frightening|frustrating|exhausting|a lot to|overwhelming|painful|tough|unfair"
        r"|heavy|stressful|lonely|daunting|worrying|unsettling|a shock|difficult|like a"
        r"|embarrassing|a relief|burden)\b",
        {_R: 1.2},
    ),
    Cue(
        "affirms",
        r"\b(?:you(?:'?ve| have)? (?:really |already |clearly |obviously |also "
        r"|actually )?(?:done|put|worked|managed|thought|taken|shown|kept|looked after"
        r"|stuck|made|come|built|been through|held|found|did|took|put|got|faced|raised"
        r"|read|checked) (?:\w+ ){0,5}(?:a lot of (?:work|thought|effort|care|time)"
        r"|so (?:much|well|far)|very well|really well|well|hard|carefully|properly"
        r"|(?:your )?homework|through|courage|step|effort|care|thought|progress|strength"
        r"|on your own|for years|all (?:these|those|this|that)|a great|a huge|an enormous"
        r"|every|the time|on top of|seriously|together|going)"
        r"|(?:it|that) (?:takes|took|must have taken|can'?t have been easy|shows|says"
        r"|showed|speaks) (?:\w+ ){0,3}(?:courage|strength|guts|a lot of|a lot|real"
        r"|honesty|how (?:much|careful|serious|committed|strong|well|thorough|determined"
        r"|responsible|able|far|brave)|nerve|something about you|commitment|determination"
        r"|patience|care|character)"
        rf"|{_YOU_ARE} (?:really |very |clearly |obviously |so |such |quite |just "
        rf"|also )*(?:a |an |someone who|somebody who|the (?:kind|sort|type) of (?:person"
        rf"|man|woman|client|owner|boss|parent))(?: \w+){{0,3}} ?(?:careful|thoughtful"
        rf"|strong|caring|responsible|determined|good|honest|committed|great|person|parent"
        rf"|mother|father|boss|owner|who|thinks|looks|keeps|checks|does)"
        r"|i (?:really |do |very much |truly )?(?:appreciate|admire|respect|value"
        r"|like)(?: it)? (?:you |your |that you |how you |the way you |how (?:much|careful"
        r"|open|honest|hard|clear))"
        r"|i(?:'?m| am) (?:really |very |so )?(?:impressed|struck|touched) (?:by|with|at"
        r"|that|how)|(?:thank you|thanks) for (?:being|your) (?:so )?(?:honest|open|frank"
        r"|straight|candid|honesty|openness|frankness|candour)"
        r"|(?:well done|good for you|good job|great job|nice work|congratulations"
        r"|full marks|hats off)(?: to you)? (?:for|on|that)|you (?:really |clearly "
        r"|obviously |do )*care (?:a lot |deeply |so much |very much |enough )?(?:about"
        r"|for|that|to)|you don'?t (?:give up|take \w+ lightly|cut corners|sign|let)"
        r"|you(?:'?ve| have)? (?:got|have) (?:a lot of |a good |a great |a real |the "
        r"|such a )+(?:strength|determination|experience|knowledge|eye|willpower"
        r"|discipline|courage|drive|sense|head|track record)"
        rf"|{_YOU_ARE} (?:really |very |clearly |obviously |so |quite )*(?:careful"
        rf"|thoughtful|strong|caring|responsible|conscientious|thorough|resourceful"
        rf"|creative|determined to|brave|courageous|honest|generous|loyal|disciplined"
        rf"|organised|organized|protecting|looking out|looking after|good at"
        rf"|taking (?:\w+ )?(?:care|responsibility|seriously|steps)))\b",
        {_AF: 4.4},
    ),
    Cue(
        "bare_praise",
        r"^(?:(?:oh|wow|okay|ok|well|yeah|all right|alright|um|uh|and)[, ]+)*(?:that'?s "
        r"|that is |this is |it'?s |very |really |sounds |what a |a )*(?:great|good|excellent"
        r"|awesome|fantastic|wonderful|amazing|perfect|brilliant|lovely|cool|nice|terrific"
        r"|fair|impressive)(?: (?:question|point|idea|stuff|to hear|enough|plan|start|job|work"
        r"|one|news|thinking|for you|goal|answer))?[ .!,]*$",
        {_U: 4.0},
    ),
)
