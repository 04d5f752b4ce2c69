"""What a person's earlier talks say about what to practise."""

import logging
from typing import Final

from chatbot.domain.errors import NotFound, StoreError
from chatbot.domain.ports import SessionStore
from chatbot.domain.practice import FEWEST_TURNS, LAST_TALKS, TalkTally, tally
from chatbot.domain.talk import Talk

_LOG: Final = logging.getLogger(__name__)


async def last_tallies(
    store: SessionStore, owner: str, but: str = "", most: int = LAST_TALKS
) -> tuple[TalkTally, ...]:
    """Return what the critiques of the owner's last talks say, the latest first.

    Talks with hardly a critique are passed over. So are those that cannot be read (written by
    another version, or deleted meanwhile): they are logged, and count for nothing.

    Args:
        store: where talks are kept.
        owner: whose.
        but: id of a talk to leave out.
        most: how many talks.

    Raises:
        StoreError: the store cannot be read at all.
    """
    found: list[TalkTally] = []
    for summary in await store.list(owner):
        if len(found) == most:
            break
        if summary.session_id == but or summary.exchanges < FEWEST_TURNS:
            continue
        try:
            log = await store.load(summary.session_id, owner)
        except (NotFound, StoreError) as error:
            _LOG.warning("talk %s is left out of the drill: %s", summary.session_id, error)
            continue
        one = tally(Talk.of(log))
        if one.turns >= FEWEST_TURNS:
            found.append(one)
    return tuple(found)
