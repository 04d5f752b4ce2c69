"""Cues of the advisor codes: information, advice, confrontation."""

from typing import Final

from chatbot.coder.lexicon import Cue, Kind

_U, _I, _P, _C = Kind.UNCODED, Kind.INFORMATION, Kind.ADVICE, Kind.CONFRONT

TELLING: Final = (
    Cue(
        "advises",
        r"\b(?:you(?:'ll| will| do| really| just| simply| still| also| definitely"
        r"|'?re going to)* (?:should(?!n'?t? have| have)|shouldn'?t(?! have)|ought|must"
        r"|need to|have to|have got to|'?ve got to|gotta|had better|want to (?:make|be|get"
        r"|keep|look|think|do))|you'?d (?:better|be (?:better|wise|safer|well|crazy|mad"
        r"|silly|foolish|much|far))|you would be (?:better|wise|safer|mad|crazy|foolish"
        r"|much)"
        r"|i(?:'d| would| do| really| strongly| just|'m going to| am going to"
        r"|'ll)* (?:recommend|suggest|advise|urge|encourage|propose|want you to"
        r"|need you to|like you to|like to see you|rather you|ask you to)|(?:my"
        r"|our) (?:advice|recommendation|suggestion|proposal) (?:is|would|to)"
        r"|if i were you|in your (?:place|shoes|position)[, ]+i|i'?d (?:go for|go with"
        r"|take|sign|do it|definitely|start with|put|move|switch|cut|keep|leave|wait"
        r"|choose|pick)"
        r"|the (?:best|smart|sensible|right|safest|only|wise|obvious|most sensible"
        r"|smartest|first) (?:thing|way|option|move|choice|step|answer|course|solution"
        r"|decision)(?: \w+){0,6} (?:is|would be|to do)|it'?s (?:important|best|time|vital"
        r"|crucial|essential|better|wise|high time|really important"
        r"|very important) (?:that you|to|you|for you)|you might (?:want to|consider"
        r"|like to|try)|you could (?:always |just |also |maybe |perhaps |simply |start "
        r"|try )?(?:try|start|put|move|use|get|take|set|cut|call|talk|join|begin|switch"
        r"|ask|keep|write|do|go|consider|look)"
        r"|what (?:you|we) (?:need|have|want|ought) to do|all you (?:need|have) to do"
        r"|(?:let'?s|we should|we ought to|we need to) (?:just )?(?:get (?:this|it|you)"
        r"|sign|go ahead|do (?:it|this)|move|lock|set (?:you|a quit)|switch|start with|put)"
        r"|one (?:thing|option|idea|way|possibility)(?: \w+){0,4} (?:you|would be|might be"
        r"|could)|you'?ll (?:want|need|have) to|make sure (?:you|to|that)|(?:remember"
        r"|don'?t forget|be sure|try) to \w+)\b",
        {_P: 3.2, _I: 0.2},
    ),
    Cue(
        "suggests",
        r"\b(?:why (?:don'?t|not) (?:you |we )?(?:just )?(?:try|start|sign|take|move|put"
        r"|go|do|give|use|make|get|let|set|see|switch|cut|call|begin)|how about (?:you|we"
        r"|trying|if you|just)|what if you (?:just |simply )?(?:tried|started|put|signed"
        r"|took|moved|went|cut))\b",
        {_P: 4.6},
    ),
    Cue(
        "commands",
        r"^(?:(?:so|and|but|well|okay|ok|now|then|please|come on|look|just"
        r"|honestly)[, ]+)*(?:just |simply |please |really )?(?:try|sign|move|put|start"
        r"|stop|take|trust|believe|imagine|consider|think about|think of|go ahead|do it"
        r"|do yourself|keep|call|don'?t (?:wait|worry|be|let|overthink|leave|forget|miss"
        r"|sit|put|sign|touch)|get (?:it|this|your|that|yourself)|give (?:it|up|yourself"
        r"|this)|cut|switch|read|ask|bring|use|look at (?:the|what|it)|leave|wait"
        r"|let (?:me|us) (?:handle|take care|do))\b",
        {_P: 2.4},
    ),
    Cue(
        "argues",
        r"\b(?:(?:it'?s|it is|that'?s|that is|this is|they'?re|we'?re|which is|it'?d be"
        r"|would be|is|are) (?:just |simply |clearly |obviously |really |so |by far |far "
        r"|much |actually |still |a lot |the |a |in every way )*(?:better|safer|cheaper"
        r"|smarter|worth (?:it|every|the)|no-?brainer|best (?:thing|option|deal|way|offer"
        r"|choice|solution|decision|on the market|you)|obvious|only (?:way|option"
        r"|sensible)|right (?:thing|choice|move|decision|step) |bargain|in your (?:best "
        r"|own )?interest|exactly what you need|what you need|too good|perfect for you"
        r"|ideal for you|good for you)|you (?:can'?t|cannot|won'?t|will not"
        r"|couldn'?t) (?:afford|go wrong|find|get (?:a )?better|do better|beat|regret"
        r"|lose)|trust me|believe me|take (?:it from me|my word)|i promise you|(?:everyone"
        r"|everybody|all (?:of )?(?:my|our|the)|most (?:of )?(?:my|our|people|other)"
        r"|hundreds of|thousands of|other) (?:\w+ ){0,4}(?:does|do|did|sign|signed|happy"
        r"|agree|love|chose|choose|choosing|switched|regret|do this|use it|done this|uses"
        r"|glad|doing)"
        r"|(?:the )?(?:sooner|longer|more|earlier) (?:you|it"
        r"|we)(?: \w+){0,4},? (?:the )?(?:better|worse|more|less|harder|bigger|easier"
        r"|sooner)|(?:would|will|'?ll|can|could) (?:easily |really )?save you|saves you"
        r"|you(?:'?ll| will) (?:\w+ )?(?:thank me|see that|be glad|love|feel (?:so much "
        r"|much )?better|save|sleep better|never|be (?:much |far |so much "
        r"|a lot )?(?:better|happier|safer|healthier|fine))|the (?:truth|fact|reality"
        r"|bottom line|point|simple fact) is|(?:every|each) (?:month|day|week|year) (?:you"
        r"|that)(?: \w+){0,3} (?:wait|lose|delay|costs?|leave|hesitate|put)|(?:waiting"
        r"|doing nothing|staying|leaving it|the alternative|standing still"
        r"|not acting)(?: \w+){0,4} (?:is|costs?|will|only|would|makes) |think (?:of"
        r"|about) (?:all )?(?:your|what|how|the)|wouldn'?t you (?:rather|want|like|agree"
        r"|prefer)|don'?t you (?:want|think|agree)|surely|what have you got to lose"
        r"|there'?s (?:really |absolutely )?(?:zero|no|nothing) (?:reason|need|risk|point"
        r"|downside|to (?:worry|lose|fear|be afraid))|(?:is|'?s|are) (?:nothing|peanuts"
        r"|small change) (?:compared|next) to|compared to what|you(?:'?d"
        r"| would) (?:\w+ )?(?:save|gain|earn|have|sleep|be) (?:\w+ ){0,4}(?:more|better"
        r"|safer|twice|easily|peace)|i (?:did|do|have|had) (?:the same|it myself"
        r"|exactly (?:this|that|the same))|my own (?:mother|family|money|parents|savings"
        r"|kids|wife|husband|pension)|worked (?:wonders )?for me|act (?:now|fast|quickly)"
        r"|before it'?s too late|offer (?:ends|expires|only)|only (?:until|till|today"
        r"|this week))\b",
        {_P: 3.2},
    ),
    Cue(
        "softly",
        r"\b(?:you might (?:consider|want|like|find)|you could (?:consider|maybe|perhaps)"
        r"|one (?:option|possibility|idea|thing)|some (?:people|clients|families|owners"
        r"|of my clients|patients) (?:find|choose|decide|like|start|begin|try|prefer)"
        r"|if (?:you(?:'?d)? (?:like|want|wish|choose|are willing|'?re willing)|that (?:suits"
        r"|fits|appeals|makes sense)|it suits)|see (?:if|whether|how|what) (?:it|that|you|any)"
        r"|for what it'?s worth|take (?:it|this) or leave it"
        r"|may(?:be)? (?:not )?(?:be )?(?:right|something) for you|feel free)\b",
        {_P: 0.4},
    ),
    Cue(
        "opinion",
        r"\b(?:in my (?:opinion|view|experience|judg?ement|book)|i (?:do |really |honestly "
        r"|personally |still |firmly )?(?:think|believe|reckon|feel|consider) (?:that |it|this"
        r"|the|a|you|we|your|there|they|most)|as (?:your|a|an) (?:\w+ ){0,2}(?:advis[eo]r"
        r"|doctor|lawyer|solicitor|planner|accountant|consultant|broker|coach|nurse|dentist)"
        r"|from (?:my|a) (?:\w+ )?(?:point of view|experience|perspective|standpoint)"
        r"|my (?:view|opinion|honest view|own view|sense|concern) is|personally"
        r"|i'?m (?:concerned|worried) (?:about|that))\b",
        {_I: 1.8, _P: 0.5},
    ),
    Cue(
        "informs",
        r"\b(?:(?:research|studies|study|evidence|data|figures|statistics|experts|the law"
        r"|the contract|the clause|the rules?|regulations?|guidelines?|recommended"
        r"|the (?:fund|fee|policy|cost|price|bank|court|premium|deposit|deadline|notice"
        r"|system|server|software|vendor|supplier|tax office|firm|bill|interest|rate|loan"
        r"|medication|drug|plan|report|report|test|trial|backup|payment|period))\b"
        r"|(?:per ?cent|percent|%|per (?:year|month|week|day)|a (?:year|month) |on average"
        r"|usually|typically|generally|normally|in general|tends? to|for example|such as"
        r"|it works|works like|means that|which means|that means|it means|includes?"
        r"|consists?|contains?|costs?|depends on|known to|linked to|causes?|increases?"
        r"|decreases?|reduces?|leads? to|risk of|risks?|side effects?|there (?:are|is|'?s"
        r"|will be|were) (?:a |an |some |also |two |three |several |many |lots of |other "
        r"|different |programs?|no )|we (?:have|offer|charge|know|found|use|provide"
        r"|recommend|also|can also|do)|they (?:can|have|are|will|do|offer|also|use)"
        r"|most (?:people|clients|patients)|some (?:people|clients|patients|of)"
        r"|people (?:who|with|often|in|find)|in (?:most|many|some) cases|what (?:happens"
        r"|that means) is|the (?:way|reason|idea|difference|short answer|first thing"
        r"|second thing|other thing|good news|bad news) (?:is|it|this|was)"
        r"|just so you know|for your information|by law|legally|if you (?:leave|stay|sell"
        r"|cancel|stop|sign|withdraw|miss|don'?t|do|want|take|need|file|keep)))",
        {_I: 1.3},
    ),
    Cue(
        "figures",
        r"(?:[$£€]\s?\d|\b\d[\d,.]{0,15}\s?(?:%|percent|per cent|euros?|pounds?|dollars?|years?"
        r"|months?|days?|weeks?|hours?|minutes?|k\b|thousand|million)|\b\d{2,}\b)",
        {_I: 0.8},
    ),
    Cue(
        "thing_subject",
        r"^(?:(?:so|and|but|well|okay|ok|now|then|yeah|right|yes|no|um|uh|because|'?cause"
        r"|actually|also|plus|however)[, ]+)*(?:it|this|that|there|they|these|those|the|a|an"
        r"|we|he|she|our|most|some|people|one|each|every|another|my|research|studies|both"
        r"|if)(?:'?s|'?re|'?ve|'?ll|'?d)?\b",
        {_I: 0.9},
    ),
    Cue(
        "self_disclosure",
        r"^(?:(?:so|and|but|well|okay|ok|now|then|yeah|um|uh|oh|no|yes)[, ]+)*(?:i|me"
        r"|my)(?:'?m|'?ve|'?d|'?ll)?\b",
        {_U: 0.7, _I: 0.4},
    ),
)

OPPOSING: Final = (
    Cue(
        "confronts",
        r"\b(?:you(?:'?re| are) (?:just |simply |clearly |being |really |so |completely "
        r"|quite |still |only |all |making a (?:big |huge |terrible )?|\w+ly )*(?:wrong"
        r"|mistaken|unreasonable|difficult|stubborn|paranoid|emotional|irrational|naive"
        r"|ridiculous|foolish|silly|unfair|in denial|overreacting|kidding yourself"
        r"|fooling yourself|not listening|not being (?:honest|reasonable|realistic|fair)"
        r"|missing the point|mistake|wasting|throwing|making excuses|avoiding|hiding"
        r"|contradicting|the problem|afraid of (?:change|your own)|too (?:old|stubborn"
        r"|cautious|late|proud|emotional|negative|suspicious|sensitive))"
        r"|you (?:obviously |clearly |just |really |still |simply |plainly )*(?:don'?t"
        r"|didn'?t|do not|haven'?t|won'?t) (?:seem to |want to |even |really "
        r"|quite )*(?:understand|listen|get it|realise|realize|know what you|see (?:that"
        r"|how|the)|grasp|read (?:the|it|what)|care about|appreciate|have a clue"
        r"|take this seriously|face|trust anyone|think)|(?:do|don'?t|did"
        r"|didn'?t) you (?:even |really |actually |not )*(?:realise|realize"
        r"|understand (?:that|how|what)|get (?:that|it)|see that|care|know (?:what"
        r"|how) (?:\w+ ){0,6}(?:risk|happens|could|cost|danger))|do you (?:really "
        r"|seriously |honestly )(?:think|believe|want|expect)|are you (?:seriously|really"
        r"|honestly) (?:going|telling|saying|willing|sure)"
        r"|(?:but|well|yet) (?:you|last (?:time|week|month) you|you yourself"
        r"|a minute ago you|earlier you|you'?ve) (?:\w+ )?(?:said|told|agreed|promised"
        r"|signed|claimed|just said|wanted)|with (?:all due |the greatest |great "
        r"|all )?respect|that'?s (?:just |simply |really |not |completely |a |an |such "
        r"|pure |utter |total |such an? |no |only |quite |plainly )*(?:true|nonsense"
        r"|ridiculous|wrong|silly|excuse|rubbish|absurd|what i said|unfair|nonsense"
        r"|irresponsible|naive|poor excuse|crazy|foolish|reckless|how it works|not how)"
        r"|you keep (?:\w+ing|on)|you always|you never \w+"
        r"|(?:or )?you(?:'?ll| will| are going to|'?re going to| would|'?d) (?:only |just "
        r"|certainly |definitely |soon |probably |bitterly |deeply |really |likely "
        r"|be )*(?:regret|end up|lose (?:everything|it all|your|the|out|more)|be sorry"
        r"|pay for|come crawling|come back crying|only have yourself|be (?:the one|left"
        r"|in (?:real |serious |big )?trouble|begging|bankrupt|dead)|die|kill|ruin"
        r"|destroy)|don'?t (?:say|come (?:crying|running|back)|blame|complain|tell me"
        r"|pretend|be (?:ridiculous|silly|so|difficult|stupid|naive))|how (?:can"
        r"|could) you|why (?:didn'?t|haven'?t|wouldn'?t|won'?t|can'?t|couldn'?t|would) you"
        r"|you should(?:n'?t)? have|as i(?:'?ve| have)? (?:already )?(?:said|explained"
        r"|told|mentioned) (?:\w+ )?(?:before|already|times?|you|twice|three|last)"
        r"|i(?:'?ve| have)? (?:already |just |now )*(?:told|explained|said|been through"
        r"|gone (?:over|through)) (?:\w+ ){0,4}(?:already|before|times?|twice|again"
        r"|you (?:that|this|the))|how (?:many|often) (?:more )?(?:times )?do i (?:have"
        r"|need)|you can'?t (?:just|seriously|expect|keep|be serious|have it both|possibly"
        r"|go on|blame|say|ignore|hide)|be (?:reasonable|realistic|serious|an adult"
        r"|honest with yourself|sensible)|(?:it'?s|is) (?:entirely |all |really |your own "
        r"|only )*(?:your (?:own )?fault|your own doing|your funeral|your own mess|on you)"
        r"|only have yourself|what did you expect|suit yourself|doesn'?t (?:make (?:any )?"
        r"|really make |even make )sense|makes no sense|everyone else (?:manages"
        r"|understands|gets|seems|has|can|is)|nobody else (?:has|is|seems|complains)"
        r"|grow up|wake up|get real|seriously\?|come on|i'?m (?:sorry|afraid) but"
        r"|i (?:have to |must )?(?:disagree|warn you)|i (?:don'?t|do not) (?:accept|buy"
        r"|believe) (?:that|it|you)|excuses?|if you (?:don'?t|do not|won'?t|keep|carry on"
        r"|continue|go on|refuse|walk)(?: \w+){1,8},? (?:you(?:'?ll| will|'?re)|it'?ll"
        r"|don'?t|then)|it'?s not my (?:fault|problem)|that'?s (?:your|not my) problem"
        r"|what'?s (?:wrong with you|the problem|your problem|so (?:hard|difficult))"
        r"|if you say so|shame on|ashamed of|responsible for your"
        r"|take responsibility)\b",
        {_C: 3.5, _P: 0.3},
    ),
    Cue(
        "denies",
        r"^(?:(?:well|oh|okay|ok|look|listen|sorry|yeah|yes"
        r"|i'?m sorry)[, ]+)*(?:no[, ]+(?:that|it|you|this|i|not)|that'?s (?:just "
        r"|simply )?(?:not|wrong|incorrect)|actually,? (?:that'?s|it'?s|you|no)|wrong|nonsense"
        r"|rubbish|not (?:true|quite|really|at all)|(?:look|listen|now look)[, ]+(?:you|i|this"
        r"|the|it|everyone))\b",
        {_C: 1.8},
    ),
)
