"""Cues of the advisor codes: the choice left open, structure, what stands aside from MITI."""

from typing import Final

from chatbot.coder.honesty_lexicon import NOT_OWNED, OVERPROMISES, OWNS, PROMPT
from chatbot.coder.lexicon import Cue, Kind

_U, _R, _I, _P, _E = Kind.UNCODED, Kind.REFLECTION, Kind.INFORMATION, Kind.ADVICE, Kind.EMPHASIZE

LEAVING: Final = (
    Cue(
        "leaves_choice",
        r"\b(?:(?:it'?s|it is|that'?s|that is|this is|is|be|it'?ll be|will be|remains?"
        r"|stays?) (?:really |entirely |completely |totally |absolutely |ultimately |all "
        r"|still |of course |only |always |very much |up |in the end "
        r"|at the end of the day )*(?:up to you|your (?:own |very own )?(?:decision|choice"
        r"|call|money and your (?:decision|choice|call))|for you to (?:decide|choose|say"
        r"|judge|weigh)|yours(?: to (?:make|decide|take|call))|in your hands)"
        r"|the (?:final |last )?(?:decision|choice|call|say)(?: (?:here|about \w+|on \w+"
        r"|whether \w+ \w+))? (?:is|rests|lies|remains|stays|will be) (?:really |entirely "
        r"|completely |always |still )?(?:yours|with you|up to you|in your hands)"
        r"|(?:only )?you(?:'?re| are) the (?:only )?(?:one who|person who|boss|expert on"
        r"|judge)|only you (?:can|know|could|will)|you (?:can |may |get to |will |alone "
        r"|have to be the one to )?(?:decide|choose) (?:what|whether|how|if|when|which"
        r"|for yourself|that)|you get to (?:decide|choose|say)"
        r"|whatever you (?:decide|choose|do|end up)|whichever (?:way )?you (?:decide"
        r"|choose|go|prefer)|(?:nobody|no one|noone|i) (?:can|could|will|can'?t|cannot"
        r"|won'?t|wouldn'?t|is going to|should) (?:make|decide|force|choose|take) (?:this "
        r"|that |you |it |the \w+ )?(?:decision |choice )?(?:for you|you|to)"
        r"|you(?:'?re| are) (?:completely |entirely |absolutely |perfectly |always "
        r"|quite )*(?:free|at liberty|welcome) (?:to|not)|free to (?:say no|choose|leave"
        r"|walk|decide|refuse|change)|you (?:can|may|could) (?:\w+ )?(?:say no|walk away"
        r"|stop (?:at any|any|whenever)|leave it|change your mind|back out|decline"
        r"|take (?:it or leave|your time|as long))"
        r"|you (?:don'?t|do not) have to (?:decide|sign|agree|do (?:this|that|it|any"
        r"|anything)|commit|say yes|answer|make|go|tell|choose|take|accept)|(?:at"
        r"|in) your (?:own )?(?:pace|time)|take (?:all )?(?:the|as much|as long|your) time"
        r"|no (?:pressure|rush|obligation)|you have every right to (?:say|refuse|decline"
        r"|take|choose|decide|change)"
        r"|you'?re in (?:control|charge|the driv)|you (?:know (?:best|yourself"
        r"|what'?s (?:best|right))|set the pace)|i(?:'?m| am) not (?:here|going"
        r"|trying) to (?:push|tell you|decide|make|force|talk you|pressure|convince"
        r"|persuade)|i respect (?:that|your (?:decision|choice|right))|(?:if"
        r"|should) you (?:decide|choose) (?:not to|against|to|that))\b",
        {_E: 4.4},
    ),
)

STRUCTURING: Final = (
    Cue(
        "structures",
        r"\b(?:(?:good |nice |lovely |great )?(?:morning|afternoon|evening|to (?:meet"
        r"|see) you)|thanks? (?:you )?(?:so much |very much |a lot )?for (?:coming"
        r"|your time|joining|having|seeing|meeting|waiting|calling|that|sharing|telling"
        r"|taking|the|talking|answering|being here)|welcome(?: back)?|my name(?:'?s| is)"
        r"|how are you|have a (?:seat|good|nice|great)|see you|take care|good ?bye|bye"
        r"|let'?s (?:see|start|begin|get started|talk about|move on|go (?:back|on)"
        r"|take a look|look at)|i(?:'?d| would|'?ll| will|'?m going to| am going to"
        r"| want to| wanted to| would like to|'?d like to| just want to"
        r"| just wanted to)+ (?:just )?(?:ask|talk|check|start|go over|go through|write"
        r"|note|make a note|look at|see you|send|call|get back|come back|summari[sz]e"
        r"|share|hear|understand|spend|be (?:talking|asking))|we(?:'?ll| will"
        r"|'?re going to| have| can| could) (?:just )?(?:talk|start|meet|see|continue|pick"
        r"|come back|schedule|have (?:about )?(?:\d+|half|a few|ten|twenty))"
        r"|i (?:understand|see|get it|hear you|get that|appreciate (?:that|it|you coming)"
        r"|know what you mean|agree|hope so|guess so|bet|remember)\s*[.!,]*$|i(?:'?m"
        r"| am) (?:glad|happy|sorry|pleased)|(?:thank you|thanks)|no problem|don'?t worry"
        r"|that'?s (?:ok(?:ay)?|all right|alright|fine|right|it|true|good|great"
        r"|understandable|normal|fair|why (?:we|i)|completely normal)|(?:it'?s"
        r"|that'?s) (?:perfectly |completely |very |quite |totally |only )?(?:natural"
        r"|normal|understandable|common|reasonable|legitimate)|(?:many|lots of|a lot of"
        r"|most) (?:people|clients) (?:feel|have (?:the same|these|that|doubts)|worry"
        r"|hesitate|ask)|makes (?:perfect |complete |total |a lot of |good )?sense"
        r"|of course)",
        {_U: 2.0},
    ),
)

ASIDE: Final = (
    Cue("owns_fault", rf"^(?!.*(?:{NOT_OWNED})).*(?:{OWNS})", {_U: 3.6}),
    Cue(
        "overpromises",
        rf"^(?!.*\b(?:can'?t|cannot|nobody|no one|not|never) (?:\w+ )?(?:promise|guarantee"
        rf"|say)).*(?:{OVERPROMISES})",
        {_P: 2.6},
    ),
    Cue("asks_for_prompt", PROMPT, {_U: 6.0}),
    Cue(
        "supposes",
        r"^(?:(?:and|but|so|then|also|well|okay|ok|um|uh)[, ]+)*(?:if|when|once|unless) (?:you"
        r"|i|we|they|it)\b",
        {_I: 0.8, _R: -1.2},
    ),
    Cue(
        "possible",
        r"^(?:(?:and|but|so|then|also|well|okay|ok)[, ]+)*you(?:'ll| will| can| could| may"
        r"| get| pay| receive)\b",
        {_I: 1.6},
    ),
)
