"""Cues of the advisor codes: questions, and power shared."""

from typing import Final

from chatbot.coder.lexicon import Cue, Kind

_Q, _R, _S = Kind.QUESTION, Kind.REFLECTION, Kind.SEEK

ASKING: Final = (
    Cue(
        "asks_permission",
        r"\b(?:(?:can|could|may|might) (?:i|we) (?:just |quickly |maybe |perhaps "
        r"|also )?(?:share|tell|show|offer|give|explain|suggest"
        r"|make|ask|walk|say|run|take|add|go through|go over|describe|talk|put|point|check"
        r"|mention|read|raise|come back|bring)"
        r"|would (?:it|that) be (?:ok(?:ay)?|all ?right|fine|useful|helpful|of (?:use"
        r"|interest|help))(?: with you)? (?:if|for|to)"
        r"|(?:is|would) (?:it|that) (?:be )?(?:ok(?:ay)?|all ?right"
        r"|fine)(?: with you)?(?: if| for|\b\s*\?|$)"
        r"|(?:do|would) you mind if|would you like (?:me to|to hear|to know|to see|some"
        r"|a few|an idea|my)"
        r"|(?:do|would) you want (?:me to|to hear|to know|to see|my)|with your permission"
        r"|(?:would|are) you (?:be )?(?:open to|interested in|willing to hear|curious to"
        r"|up for) (?:hear|see|know|look|some|a |an )"
        r"|(?:i was )?wondering if (?:i could|it would be ok|it'd be ok)|(?:is"
        r"|if) (?:it'?s|it is|that'?s) (?:ok(?:ay)?|all ?right|fine) (?:with|by) you"
        r"|shall i (?:tell|show|explain|go|take|say|send|walk)|if you(?:'?re| are) (?:ok"
        r"|okay|fine|happy) with (?:that|it|me))\b",
        {_S: 4.2, _Q: 1.0},
    ),
    Cue(
        "shares_power",
        r"\b(?:how (?:does|would|do|did) (?:that|this|it|those|these|all that"
        r"|any of (?:that|this)) (?:sound|fit|sit|land|strike|work|look|feel)(?: (?:to"
        r"|with|for) you)?"
        r"|what do you make of|what'?s your (?:take|view|read(?:ing)?) (?:on|of)"
        r"|what do you think (?:about|of) (?:that|this|it|the|these|those|doing)"
        r"|what are your thoughts (?:on|about) (?:that|this|it|the)|where (?:would|should"
        r"|do) (?:you like to|you want to|we) (?:start|begin|go)"
        r"|what would you like (?:to (?:talk|focus|start|look|cover|use|get out)|us to"
        r"|from me|me to)|what should we|how should we|how shall we|how (?:would"
        r"|do) you (?:like|want) (?:us|me) to"
        r"|let'?s (?:look|work|think|figure|find|sort|go|put|see|decide"
        r"|plan)(?: \w+){0,5} together|(?:we could|we can|can we|could we"
        r"|shall we) (?:\w+ ){0,4}together"
        r"|correct me if|tell me (?:if|where) i(?:'ve| have|'?m| am)? (?:got|gone|missed"
        r"|wrong|off)|what (?:have i|did i|am i) (?:missed|miss|missing|got wrong"
        r"|get wrong)"
        r"|does that (?:fit|match|ring true|sound right|make sense) (?:with|to|for) you"
        r"|what have i missed|what would (?:be )?(?:most )?(?:helpful|useful) (?:for you"
        r"|to you|today|right now|from me)"
        r"|tell me (?:where|if|what|how) (?:it|that|this|i)\b|would it be an idea|(?:would"
        r"|could) (?:it|that) (?:work|help|suit you|be an option) if we|what if we"
        r"|would you be (?:willing|open|up|prepared) (?:to|for)|how would it be if"
        r"|could you live with"
        r"|you know (?:this|the|your) \w+ (?:far |much )?better than (?:i|me|any)"
        r"|how would you like to (?:use|spend|go|proceed|do|handle)|we (?:decide|plan"
        r"|do) (?:this|that|it) together)\b",
        {_S: 3.8, _Q: 1.2},
    ),
    Cue(
        "open_stem",
        r"^(?:(?:and|so|but|well|okay|ok|now|then|yeah|right|um|uh"
        r"|oh)[, ]+)*(?:what(?! (?:you|i|we|they|he|she|it)(?:'?(?:re|ve|m|d|s))?\b)"
        r"|how(?! (?:many|much|long|old|often|far|soon|you|i)\b)|why|in what way|which)\b",
        {_Q: 2.2},
    ),
    Cue(
        "measure_stem",
        r"^(?:(?:and|so|but|well|okay|ok|now|then|yeah|right|um|uh"
        r"|oh)[, ]+)*(?:how (?:many|much|long|old|often|far|soon)|when|where|who)\b",
        {_Q: 2.0},
    ),
    Cue(
        "wh_inverted",
        r"\b(?:what|how|why|where|when|which|who)(?:'?s)?(?: \w+){0,3}? (?:do|does|did|is"
        r"|are|was|were|can|could|would|will|should|have|has|had|might|d'?you|made|brings"
        r"|brought|makes|happened|happens|else)\b",
        {_Q: 1.2},
    ),
    Cue(
        "verb_first",
        r"^(?:(?:and|so|but|well|okay|ok|now|then|yeah|right|um|uh|oh|all right"
        r"|alright)[, ]+)*(?:do|does|did|is|are|was|were|can|could|would|will|have|has|had"
        r"|any|anything|d'?you)(?:n'?t)? (?:you|your|it|that|this|there|they|he|she|we|i"
        r"|the|these|those|any|anyone|anything|one|else|ever|some|people)\b",
        {_Q: 2.6},
    ),
    Cue(
        "invites",
        r"\b(?:tell me (?:more|a (?:little|bit)|about|what|how|why|the|your)|say (?:more"
        r"|a (?:little|bit) more)|talk (?:to )?me (?:through|about)|help me (?:understand"
        r"|see)|walk me through|give me an example|describe|go on$|i'?d (?:like|love"
        r"|be (?:interested|curious)) to (?:hear|know|understand) (?:more|what|how|why"
        r"|about|your|from)|i(?:'?m| am)? (?:just )?(?:curious|wondering|wonder)(?: about"
        r"| what| how| why| if| whether|,|$)|fill me in)",
        {_Q: 2.8},
    ),
    Cue("what_about", r"^(?:(?:and|so|but|okay|ok)[, ]+)*(?:what|how) about\b", {_Q: 1.5}),
    Cue(
        "scale",
        r"\b(?:scale (?:of|from)|(?:one|1|zero|0) to (?:ten|10)|where would you put yourself)\b",
        {_Q: 1.2},
    ),
    Cue(
        "tag",
        r"\b(?:(?:is|are|was|were|do|does|did|have|has|had|would|could|can|wo"
        r"|ca)n'?t (?:it|you|that|they|we|he|she|there)|right|correct|yeah|yes|no|huh"
        r"|is that (?:right|fair|correct|it)|am i (?:right|hearing you)"
        r"|did i get that right|have i got that right)\s*\??$",
        {_Q: 0.3, _R: 0.5},
    ),
)
