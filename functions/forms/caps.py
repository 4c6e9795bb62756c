"""Limits on mail to visitors, so that nobody can use a form to flood a mailbox.

They are judged just before a mail is sent, for entries that have a `cap`: a keyed hash of the address.
Of mail to the team only the news has one that something is held: whoever floods a form decides how much that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal

from .letters import HELD
from .settings import Settings
from .stores import Store

_FORGET = 3 * 86_400.0
"""Seconds until the store forgets who had mail on a day."""


def admit(
    store: Store, item_id: str, entry: Mapping[str, Any], now: datetime, settings: Settings
) -> Literal["send", "later", "never"]:
    """Say whether an outbox entry may be sent now.

    "later": this address or the whole site has had its number for today; wait for `tomorrow(now)`. "never":
    the same of a receipt, or of news that something is held, which nobody misses: the page, or the first of
    them, said it. Asking again for an entry that was counted, after a crash, counts it once for its address.
    Raises StoreDown.
    """
    cap = entry.get("cap")
    if not cap or entry["tries"]:  # a mail that was tried before has been counted
        return "send"
    day, member = _day(now), f"{item_id}:{entry['kind']}"
    if entry["kind"] == HELD:  # with its time: what is held again, after it was discarded, is news again
        added = store.add_if(f"{day}:{cap}", f"{member}:{entry['next']}", settings.mails_per_address, _FORGET)
        return "never" if added == "full" else "send"
    if store.add_if(f"{day}:{cap}", member, settings.mails_per_address, _FORGET) == "full":
        return "never" if entry["kind"] == "visitor" else "later"
    return "send" if store.count_if(day, settings.mails_per_day) else "later"


def percent_used(store: Store, now: datetime, settings: Settings) -> int:
    """Return how much of the site's mails for today is sent, in per cent; 100 where it may send none."""
    most = settings.mails_per_day
    return 100 * store.counted(_day(now)) // most if most > 0 else 100


def tomorrow(now: datetime) -> datetime:
    """Return the next midnight of UTC, when the counting begins anew."""
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)


def _day(now: datetime) -> str:
    return f"mails:{now.astimezone(UTC).date().isoformat()}"
