"""Which language a reply is in, by its letters and its small words: plain, and sure only of others."""

import re
import unicodedata
from typing import Final

#: Function words by language. Between two languages, those that both have tell nothing.
_SMALL_WORDS: Final[dict[str, frozenset[str]]] = {
    "en": frozenset(
        "the and you is to of that it for with this have are what your be not do i my would can "
        "was how from but so if about as me we they at on no a an in like he she who or all "
        "come per had there here one ten".split()
    ),
    "de": frozenset(
        "der die das und ist nicht ich sie mit auf ein eine für zu den dem wir es haben sind auch "
        "wie aber wenn bei von ihnen ihre mir mich kann dass oder wird noch was an am so in er denn "
        "ja nein sehr weiß will ganz hier".split()
    ),
    "fr": frozenset(
        "le la les et est une vous je pas pour dans que qui avec nous sur ce cette votre vos mais "
        "ne des du au sont avez plus elle être cela comme ou suis moi".split()
    ),
    "es": frozenset(
        "el la los las y es una usted no para en que con por su se lo como más pero está qué le "
        "del al muy si nos tiene cuando son hay yo mi".split()
    ),
    "it": frozenset(
        "il la le gli e è una lei non per in che con si di sono come ma più questo della del ha "
        "cosa mi anche se nel quando suo sua io su a o lo certo sì favore grazie".split()
    ),
    "pt": frozenset(
        "o a os as e é uma você não para em que com por seu sua se mas como mais isso está do da "
        "ao muito tem são quando eu".split()
    ),
    "nl": frozenset(
        "de het en is niet een u ik je voor met op van dat die zijn we wat hoe maar er aan bij ook "
        "als kunt heeft uw of dan nog wel".split()
    ),
    "pl": frozenset(
        "i w nie na się że to jest do z co jak pan pani ja o ale czy tak dla po za są może być "
        "tego ten już tylko mnie pięć na a".split()
    ),
    "tr": frozenset(
        "ve bir bu ben sen siz biz için ile ama çok ne değil var yok mi mı da de şey gibi daha "
        "bana sana evet hayır size tabii beş o".split()
    ),
}
#: With fewer words than this, Latin letters tell no language.
FEWEST: Final = 4
#: With this share of letters from another script a reply is in another language.
FOREIGN: Final = 0.3
#: What stands behind an apostrophe ("it's", "l'altro") is no word of its own.
_WORD: Final = re.compile(r"(?<!['’])\b[^\W\d_]+")


def is_foreign(text: str, language: str) -> bool:
    """Say whether a reply is in another language than `language` ("en", "de-AT").

    Letters of another script tell it; within the Latin script small words do (and in English,
    letters with marks), from two of them and more than twice as many as the own language has. Of a
    language that is not in the table only the small words of others can tell it.
    """
    own = language.partition("-")[0]
    letters = [c for c in text if c.isalpha()]
    strange = sum("LATIN" not in unicodedata.name(c, "") for c in letters)
    if own in _SMALL_WORDS and len(letters) > 1 and strange >= FOREIGN * len(letters):
        return True
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < FEWEST or strange > 0.5 * len(letters):
        return False
    marked = sum(own == "en" and not word.isascii() for word in words)
    mine = _SMALL_WORDS.get(own, frozenset())
    for code, theirs in _SMALL_WORDS.items():
        found = marked + sum(word in theirs - mine for word in words)
        if code != own and found >= max(2, 2 * sum(w in mine - theirs for w in words) + 1):
            return True
    return False
