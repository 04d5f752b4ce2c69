"""Words that push in most mouths: signs that count only where the coder heard a push surely."""

import re
from typing import Final

from chatbot.domain.push_signs import LEAD, Push, any_of

#: What pushes in most mouths and not in all: named only where the coder heard it surely, too.
SOFT: Final[dict[Push, re.Pattern[str]]] = {
    Push.WARN: any_of(
        r"\byou could have died\b|\b(?:die|dies|dying|blind|killed) (?:of|from|by|for)\b|"
        r"\bhow this (?:movie|story|one) ends\b|"
        r"\bonly (?:have )?yourself to (?:thank|blame)\b|\bkicking yourself\b|\bthink (?:about|"
        r"of) the consequences\b|"
        r"\bwon't be so lucky\b|\bmightn't be so lucky\b|\b(?:worse|bad) for you\b|"
        r"\bif you (?:keep (?:on|\w+ing)|carry on)\b|"
        r"\bimagine (?:a|if|what)\b|\bnot looking good\b|\bwhat happens when\b",
    ),
    Push.HURRY: any_of(
        r"\bgoes up (?:on|next|in|after)\b|\bgo fast\b|\bwouldn't hang around\b|\bnot waiting\b|"
        r"\block(?:ed)? (?:it |that )?in\b|"
        r"\bwhile you(?:'re| are) (?:in )?(?:here|standing)\b|\bfor ever\b",
    ),
    Push.BELITTLE: any_of(
        r"\b(?:isn't|aren't|wasn't|can't|won't|don't|doesn't|not)\b[^.?!]*, (?:is|are|was|can|"
        r"will|do|does) "
        r"(?:it|that|you|now)\b|\bbut you (?:said|told|signed|had|did|know|say)\b|"
        r"\bthere's always\b|"
        r"\byou (?:didn't think|figured|did choose|should know (?:better|that by now)|"
        r"have to admit|had it)\b|"
        r"\bi (?:told you|said (?:it|that))\b|"
        r"\bhow many times\b|\bfacts are facts\b|\bdon't take it\b|\bso personally\b|"
        r"\bno offen[cs]e\b|\bhard to believe\b|"
        r"\bhate to break it\b|\blook where that\b|\byou can't (?:just|go|even)\b|"
        r"\byou realise that\b|\bthat's (?:just )?(?:denial|"
        r"an excuse|the attitude|what happens)\b|\bisn't a thing\b|\bof course you (?:feel|say|"
        r"think)\b|"
        r"\byou(?:'re| are) (?:a quitter|exactly one of|not (?:even )?trying)\b|"
        r"\bno good (?:hiding|pretending)\b|"
        r"\bwith (?:all due )?respect\b|\bembarrass you\b|\bisn't really trying\b|"
        r"\bneither here nor there\b|"
        r"\bthere you are, you see\b|\bseriously\b|\bhonestly, you\b|\beverybody's busy\b|"
        r"\bno reason\b",
        LEAD + r"(?:yeah, )?but\b(?! (?:that's your|it's your|you decide|tell))",
    ),
    Push.ORDER: any_of(
        r"\bwhat you (?:need|want|have|got) (?:to do|is)\b|\bwhat you do (?:is|from here)\b|"
        r"(?<!\bif )(?<!\bdo )(?<!\bdid )(?<!\bwould )\byou(?:'d)? (?:really |just |simply )?"
        r"(?:want|need) to\b|\bi'd (?:really |strongly |just |always )?(?:take|go for|have it|"
        r"keep|get|put|do|make|pair|"
        r"recommend|suggest|advise|tell)\b|\bi (?:really |strongly |would )*(?:recommend|suggest|"
        r"advise)\b|\bmy advice\b|"
        r"\b(?:sensible|best|main|only) thing (?:is|to do|you)\b|\bthe way to go\b|"
        r"\ball the more reason\b|\bgood reason to\b|"
        r"\bthat's (?:exactly |just )?why (?:i|you|so many|we)\b|\b(?:daft|silly|mad|"
        r"crazy) not to\b|\byou(?:'ll)? (?:soon )?"
        r"(?:wonder what|love it|feel so much|sleep better|never look back|be fine|be glad)\b|"
        r"\bmost of (?:my|our|the)\b|"
        r"\bdon't (?:worry|overthink|let|even|go|read|"
        r"argue|plan)\b|\bgot to go\b|"
        r"\byou just (?:don't|stop|say|tell|put|do)\b|\byou (?:simply|just have to|ring|go to|"
        r"stick to|come to)\b",
        LEAD + r"(?:just |simply |then )?(?:put|get|keep|stop|start|give|leave|try|go|make|cut|use|"
        r"ring|call|book|cancel|"
        r"drink|eat|throw|chuck|buy|send|write|read|have a read|ignore|skip|set|pick|don't|never|"
        r"be|stay|"
        r"sit this|ask (?:your|the|him|her)|tell (?:your|the|him|her|them)|think of|"
        r"use)\b(?!\W+(?:me|us|it then|on\b|ahead|your time|"
        r"a seat|whatever|in\b))",
    ),
}
