"""Signs in a client turn beside change and sustain talk: strain, feeling, ways out, motives."""

from typing import Final

DISCORD: Final = (
    r"\b(?:you (?:don'?t|didn'?t|never|always|just|keep|only|people|lot|all"
    r"|clearly) (?:\w+ )?(?:listen|understand|know (?:me|what|anything)|care|want (?:my"
    r"|to sell|the)|say that|answer|hear|pushing|interrupt\w*|do that|tell\w* me|the same"
    r"|think i)|(?:stop|quit) (?:pushing|telling|lecturing|selling|it|judging)"
    r"|don'?t (?:tell me|talk to me|lecture|patroni[sz]e|push|rush)|who (?:are|do) you"
    r"|(?:none of|not) your business|you(?:'re| are) (?:not listening|pushing|lecturing"
    r"|judging|wrong|all the same|trying to (?:sell|trick|scare|push|talk)|just (?:trying"
    r"|saying|like|here)|like (?:all|the)|wasting|not (?:my|helping)|reading from)"
    r"|waste of (?:my )?time|this is (?:ridiculous|stupid|pointless|bull\w*|a joke)"
    r"|we(?:'re| are) done|i(?:'m| am) (?:done|leaving|off|going now)|goodbye"
    r"|that'?s enough|leave me alone|get off my back|i don'?t (?:have to"
    r"|need to) (?:listen|talk|explain|take)|you sound like|says who"
    r"|were you even listening|you would say that|you'd say that|easy for you"
    r"|what would you know|have you ever|how dare|i don'?t trust you|with respect"
    r"|i did ?n'?t come here (?:to|for)|another salesman|you lot|you people"
    r"|i(?:'m| am) (?:out|finished|not your \w+)|(?:nothing (?:further|more|else)|finished) (?:to"
    r" (?:discuss|say|talk)|here)|(?:find|seek|get) (?:an)?other (?:lawyer|advis[eo]r|counsel"
    r"|doctor|bank|firm)|(?:meeting|talk|interview|conversation)(?:'s| is) (?:over|finished)"
    r"|good day|see you to the door|getting my (?:coat|jacket|hat)|are you calling me"
    r"|you calling me|then how would you know|how would you know|have you seen my|that'll do)\b"
)
FEELING: Final = (
    r"\b(?:i(?:'m| am|'ve been| feel| felt| was| get| got"
    r"|'m feeling)(?: \w+){0,2} (?:scared|afraid|worried|anxious|nervous|ashamed"
    r"|embarrassed|angry|sad|lonely|tired|exhausted|upset|frustrated|guilty|overwhelmed"
    r"|stressed|lost|stupid|terrified|frightened|hurt|sick|proud|relieved|torn|uneasy"
    r"|helpless|a fool|depressed|sore|furious|happy)|(?:scares|frightens|worries|terrifies"
    r"|hurts|embarrasses|shames|kills|upsets|keeps) me|gave me a (?:fright|shock|scare)"
    r"|my stomach|broke my heart|can'?t sleep|awake at night|lie awake|cried|crying"
    r"|makes me (?:feel|sick|sad|angry|nervous|anxious)|knot in|lump in my throat)\b"
)
EVASION: Final = (
    r"\b(?:i(?:'ll| will|'d| would|'ll have to| need to| have to|'ve got to)? (?:have to "
    r"|need to |like to |want to |just |probably )?(?:think (?:about it|it over|on it"
    r"|that over)|sleep on it|get back to you|let you know|see\b|call you|be in touch"
    r"|talk (?:it over|to my (?:wife|husband|partner|accountant|brother))|mull)"
    r"|let me think|maybe (?:later|next (?:week|month|year|time)|some ?day)|we'?ll see"
    r"|some other time|another time|not (?:right )?now|leave it (?:there|for now|with me)"
    r"|send me (?:something|an email|it in)|i have to (?:go|run)|if you say so"
    r"|whatever you (?:say|think)|i suppose so|can we (?:stop|talk about something else))\b"
)
MOTIVE: Final = (
    r"\b(?:what(?:'?s| is| do| does| are|s)? (?:in it for you|you (?:get|earn|make|gain)"
    r"|it (?:do|does) for you|your (?:commission|cut|share|interest|fee)"
    r"|you (?:stand to )?(?:gain|get)|the firm (?:get|earn|make)|your (?:boss|company"
    r"|firm) (?:get|earn|make|pay)|(?:that|it|this) worth to you|you getting)"
    r"|do(?:es)? (?:you|your (?:firm|company|boss)|the firm) (?:\w+ )?(?:get|earn|make"
    r"|gain|profit|benefit|have a bonus|receive|work on commission)|how much (?:do|does"
    r"|are|will|would) (?:you|your \w+|the firm) (?:get|earn|make|getting|paid|take)"
    r"|are you (?:paid|on commission|getting|being paid)|who(?:'?s| is)? (?:pays"
    r"|paying) (?:you|for (?:this|your))|commission|why are you (?:so )?(?:keen|pushing"
    r"|eager)|you(?:r firm)? (?:earn|get paid|gain|profit)|bonus|paid (?:by|for) (?:this"
    r"|them|that)|on commission|(?:a |your )(?:target|quota|kickback|slice|cut|referral fee)"
    r"|(?:whose|your own) (?:interest|behalf|side)|(?:for|to) you as well|pays? you|benefits? you"
    r"|best for (?:me|us) or|kinder to|(?:asks?|asked|told|put) you (?:up )?to (?:\w+ )?(?:say|this"
    r"|persuade|sell|push|tell)|fee for you|(?:would|does|do|will) your (?:firm|company|bank|office)"
    r"|what'?s (?:your|the) (?:slice|angle|cut|catch)|why (?:are you so|so) (?:keen|eager))\b"
)
#: Asked for effect, wanting no answer: whole pieces, and openings with a few words after them.
RHETORICAL: Final = (
    r"^(?:(?:and|but|so|well|i mean|you know|oh)[, ]+)*(?:(?:who (?:does|doesn'?t|wouldn'?t"
    r"|would|needs it|has|says)|says who|so what|you know|right|huh|really|seriously"
    r"|is(?:n'?t)? (?:it|that so)|don'?t you think|does(?:n'?t)? (?:it|he|she)|do(?:n'?t)? i"
    r"|am i|can i|isn'?t it|wasn'?t it|what choice do i have|what can you do|why not"
    r"|what else is new|is that so|yeah|ok(?:ay)?|eh|hm+|no|yes|what|pardon|sorry"
    r"|excuse me|oh)|(?:who (?:knows|cares|am i)|why (?:bother|would i|wouldn'?t i"
    r"|should i (?:bother|believe|trust))|what'?s (?:the (?:point|use|harm)|not to like"
    r"|wrong with that|new|it to you)|what am i supposed|how (?:hard|bad) can"
    r"|how should i know|what do i know)\b(?: [\w']+){0,6}),? ?[?!.]*$"
)
#: A statement with an appeal at its end is no straight question.
APPEAL: Final = (
    r"[, ](?:right|huh|eh|yeah|you know|no|ok(?:ay)?|isn'?t it|don'?t you think|does it|do they"
    r"|is it|wasn'?t it|aren'?t they|isn'?t that so|can i|do i|am i) ?\?+$"
)
