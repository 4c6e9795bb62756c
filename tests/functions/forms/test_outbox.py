"""The worker: every accepted submission's mail goes out, however mail fails, and nothing unsent is forgotten."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from functions.forms import bookings, outbox, retention
from functions.forms.mail import Permanent, Temporary
from functions.forms.mail.smtp import SMTPMailer
from functions.forms.outbox import Drained, drain, expire, redriven
from functions.forms.settings import Settings
from functions.forms.stores import Item, StoreDown
from functions.forms.stores.sqlite import SQLite

from . import builders
from .builders import DEFINITIONS, GOOD, NOW, SETTINGS, Visitor
from .mail import sink as sinks

MINUTES = [1, 5, 15, 60, 180, 360, 720, 1440, 1440, 1440]


class Letterbox:
    """A mailer that keeps what it gets, and does first what `fault` does."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, EmailMessage]] = []
        self.fault: Callable[[str], None] = lambda _: None
        self.lock = threading.Lock()

    def send(self, message: EmailMessage, envelope_to: str) -> str:
        self.fault(envelope_to)
        with self.lock:
            self.mails.append((envelope_to, message))
        return "1"

    @property
    def ids(self) -> Counter[str]:
        return Counter(str(message["Message-ID"]) for _, message in self.mails)

    @property
    def to(self) -> list[str]:
        return [address for address, _ in self.mails]


class Office(Visitor):
    """The core on a real store, with a worker."""

    def __init__(self, store: SQLite) -> None:
        super().__init__()
        self.store = store  # type: ignore[assignment]
        self.kept = store
        self.mailer = Letterbox()

    def drain(self, owner: str = "one", **values: Any) -> Drained:
        mailer = values.pop("mailer", self.mailer)
        settings = values.pop("settings", self.settings)
        return drain(self.kept, mailer, self.definitions, self.now, settings, owner, **values)

    @property
    def only(self) -> Item:
        [item] = self.kept.scan("", None)
        return item


def raises(fault: Exception, *addresses: str) -> Callable[[str], None]:
    """Return what raises a fault for these addresses, or for all."""

    def act(address: str) -> None:
        if not addresses or address in addresses:
            raise fault

    return act


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    store = SQLite(tmp_path / "forms.sqlite")
    yield Office(store)
    store.close()


def test_a_submission_is_mailed_to_team_and_visitor_once(office: Office) -> None:
    assert office.post("contact", GOOD["contact"]).status == 303
    done = office.drain()
    assert done.counts == {"sent": 2}
    assert (done.unsent, done.oldest_unsent_seconds) == (0, 0.0)
    assert sorted(office.mailer.to) == ["ann@mail.example", "team@team.example"]
    item = office.only
    assert [entry["state"] for entry in item["outbox"]] == ["sent", "sent"]
    assert item["due"] is None
    assert "lease" not in item
    assert item["expires"] == int((NOW + timedelta(days=180)).timestamp())
    assert office.drain().counts == {}
    assert len(office.mailer.mails) == 2


def test_a_message_has_what_mail_needs(office: Office) -> None:
    office.post("contact", GOOD["contact"])
    office.drain()
    for to, message in office.mailer.mails:
        assert message["From"] == "website@team.example"
        assert message["To"] == to
        assert message["Date"].datetime == NOW
        assert message["Message-ID"].endswith("@team.example>")
        assert message["Auto-Submitted"] == "auto-generated"
    [team] = [message for to, message in office.mailer.mails if to == "team@team.example"]
    assert team["Reply-To"] == "ann@mail.example"
    assert len(office.mailer.ids) == 2


@pytest.mark.parametrize("to", ["a@b.example, c@d.example", "a@b.example\nBcc: c@d.example", "Ann", ""])
def test_an_entry_with_no_one_address_is_never_a_message(office: Office, to: str) -> None:
    office.post("contact", GOOD["contact"])
    entry = {**office.only["outbox"][0], "to": to}
    with pytest.raises(Permanent):
        outbox.message(office.only, entry, "website@team.example", NOW)
    entry = {**office.only["outbox"][0], "headers": {"Reply-To": to}}
    with pytest.raises(Permanent):
        outbox.message(office.only, entry, "website@team.example", NOW)


def test_a_mail_that_cannot_be_made_is_dead_at_once(office: Office) -> None:
    office.post("contact", GOOD["contact"])
    item = office.only
    item["outbox"][0]["headers"] = {"Reply-To": "=?utf-8?b?Cg==?=@e.example"}
    office.kept.save(item, item["version"])
    assert office.drain().counts == {"sent": 1, "dead": 1}
    assert office.only["outbox"][0]["reason"] == "no mail can be made of it"


@pytest.mark.parametrize(
    ("settings", "team"),
    [
        (Settings(sender="Example Network <website@team.example>"), "website@team.example"),
        (Settings(sender="website@team.example", team="ours@team.example"), "ours@team.example"),
    ],
)
def test_a_refusal_is_told_to_whoever_is_the_team(office: Office, settings: Settings, team: str) -> None:
    office.definitions = DEFINITIONS._replace(site=DEFINITIONS.site._replace(mailbox=""))
    office.settings = settings
    office.mailer.fault = raises(Permanent("550"), "ann@mail.example")
    office.post("contact", GOOD["contact"])
    assert office.drain().counts["bounced"] == 1
    assert office.mailer.to[-1] == team
    assert "mail could not be delivered" in office.mailer.mails[-1][1]["Subject"]
    office.mailer.fault = raises(Permanent("550"))
    office.post("contact", {**GOOD["contact"], "email": "bob@mail.example"})
    assert office.drain().counts["dead"] >= 1, "nobody tells us that our own mailbox takes nothing"


def test_each_next_try_waits_longer_and_then_the_mail_is_dead(office: Office) -> None:
    office.post("contact", GOOD["contact"])
    office.mailer.fault = raises(Temporary("451"))
    tried = []
    for _ in range(12):
        if office.drain().counts:
            tried.append(office.now)
        due = office.only["due"]
        if due is None:
            break
        assert office.drain().counts == {}
        office.now = datetime.fromisoformat(due)
    gaps = [(after - before) / timedelta(minutes=1) for before, after in pairwise(tried)]
    assert gaps == MINUTES
    item = office.only
    assert [(entry["state"], entry["tries"], entry["reason"]) for entry in item["outbox"]] == [
        ("dead", 11, "451")
    ] * 2
    assert (item["due"], item["expires"]) == (None, None)


def test_the_last_failure_is_counted_as_dead(office: Office) -> None:
    office.post("contact", GOOD["contact"])
    office.mailer.fault = raises(Temporary("451"))
    counts: Counter[str] = Counter()
    while office.only["due"]:
        office.now = datetime.fromisoformat(office.only["due"])
        counts.update(office.drain().counts)
    assert counts == {"deferred": 20, "dead": 2}


def test_the_dead_are_kept_and_can_be_redriven(office: Office) -> None:
    office.post("contact", GOOD["contact"])
    office.mailer.fault = raises(Temporary("451"))
    while office.only["due"]:
        office.now = datetime.fromisoformat(office.only["due"])
        office.drain()
    office.wait(days=10_000)
    assert expire(office.kept, office.now) == 0
    item = office.only
    office.kept.save(redriven(item, office.now), item["version"])
    office.mailer.fault = lambda _: None
    assert office.drain().counts == {"sent": 2}
    assert office.only["expires"] is not None


def test_the_age_of_the_oldest_unsent_is_known(office: Office) -> None:
    office.mailer.fault = raises(Temporary("451"))
    office.post("contact", GOOD["contact"])
    office.wait(minutes=7)
    office.post("contact", {**GOOD["contact"], "message": "Another"})
    office.wait(minutes=3)
    done = office.drain()
    assert (done.unsent, done.oldest_unsent_seconds) == (2, 600.0)


def test_a_bug_in_a_mailer_puts_the_mail_off_and_nothing_more(office: Office) -> None:
    office.mailer.fault = raises(ZeroDivisionError("ann@mail.example"), "ann@mail.example")
    office.post("contact", GOOD["contact"])
    assert office.drain().counts == {"sent": 1, "deferred": 1}
    assert [entry.get("reason") for entry in office.only["outbox"]] == [None, "ZeroDivisionError"]


def test_a_refused_visitor_is_told_to_the_team_once(office: Office) -> None:
    office.mailer.fault = raises(Permanent("550"), "ann@mail.example")
    office.post("contact", GOOD["contact"])
    assert office.drain().counts == {"sent": 2, "bounced": 1}
    item = office.only
    assert [entry["state"] for entry in item["outbox"]] == ["sent", "bounced", "sent"]
    assert office.mailer.to == ["team@team.example"] * 2
    told = office.mailer.mails[1][1].get_content()
    assert item["id"] in told
    assert "550" in told
    assert "ann@mail.example" not in told
    assert item["expires"] is not None
    office.wait(days=4)
    assert office.drain().counts == {}


def test_a_refusal_of_the_teams_own_mailbox_is_dead_not_bounced(office: Office) -> None:
    office.mailer.fault = raises(Permanent("550"), "team@team.example")
    office.post("contact", GOOD["contact"])
    assert office.drain().counts == {"sent": 1, "dead": 1}
    assert office.only["expires"] is None


def test_what_is_held_waits_for_a_person(office: Office) -> None:
    office.settings = SETTINGS._replace(hold_at=0)
    assert office.post("contact", GOOD["contact"]).status == 303
    assert office.only["state"] == "held"
    assert office.drain().counts == {"sent": 1}
    [(to, news)] = office.mailer.mails
    assert (to, str(news["Subject"])[:28]) == ("team@team.example", "Held for you to look at: Con")
    assert "Ann" not in news.get_content()
    assert (office.only["due"], office.only["expires"]) == (None, None)
    assert office.drain().counts == {}
    item = office.only
    office.kept.save(retention.released(item, office.now), item["version"])
    assert office.drain().counts == {"sent": 2}


def test_a_flood_of_what_is_held_is_few_mails(office: Office) -> None:
    office.settings = SETTINGS._replace(hold_at=0)
    for number in range(9):
        office.post("contact", {**GOOD["contact"], "message": f"Buy {number}"})
    assert office.drain().counts == {"sent": 3, "dropped": 6}
    office.wait(days=1)
    office.post("contact", {**GOOD["contact"], "message": "Buy more"})
    assert office.drain().counts == {"sent": 1}


def test_what_is_held_again_after_it_was_discarded_is_counted_too(office: Office) -> None:
    office.settings = SETTINGS._replace(hold_at=0)
    for _ in range(6):
        office.post("contact", GOOD["contact"])
        office.drain()
        office.kept.delete(office.only["id"])
        office.wait(seconds=1)
    assert len(office.mailer.mails) == 3


def test_news_of_what_is_held_does_not_wait_behind_the_mails_to_visitors(office: Office) -> None:
    office.settings = SETTINGS._replace(hold_at=0, mails_per_day=0)
    office.post("contact", GOOD["contact"])
    assert office.drain().counts == {"sent": 1}


@pytest.mark.parametrize(
    ("settings", "to"),
    [
        ({"sender": "website@team.example", "team": "all@team.example"}, "all@team.example"),
        ({"sender": "a@team.example", "recipients": {"core team": "core@team.example"}}, "core@team.example"),
    ],
)
def test_a_team_whose_site_names_no_mailbox_hears_of_both(
    office: Office, settings: dict[str, Any], to: str
) -> None:
    site = {**builders.forms_json()["site"], "mailbox": ""}
    contact = {**builders.FORMS["contact"], "recipients": ["core team"]}
    office.definitions = builders.definitions(site=site, forms={"contact": contact}, events={})
    for hold_at in (99, 0):
        office.settings = SETTINGS._replace(hold_at=hold_at, **{"recipients": {}, **settings})
        office.post("contact", {**GOOD["contact"], "message": f"Hello {hold_at}"})
    office.drain()
    assert office.mailer.to.count(to) == 2


def test_news_of_what_was_released_meanwhile_does_not_go(office: Office) -> None:
    office.settings = SETTINGS._replace(hold_at=0)
    office.post("contact", GOOD["contact"])
    item = office.only
    office.kept.save(retention.released(item, office.now), item["version"])
    office.drain()
    assert sorted(office.mailer.to) == ["ann@mail.example", "team@team.example"]


def test_a_worker_that_died_leaves_its_lease_and_another_goes_on(office: Office) -> None:
    office.post("contact", GOOD["contact"])

    def die(_: str) -> None:
        raise KeyboardInterrupt

    office.mailer.fault = die
    with pytest.raises(KeyboardInterrupt):
        office.drain("one")
    office.mailer.fault = lambda _: None
    office.wait(seconds=59)
    assert office.drain("two").counts == {}
    office.wait(seconds=2)
    assert office.drain("two").counts == {"sent": 2}


def test_a_mail_whose_sending_could_not_be_noted_is_the_same_mail_again(office: Office) -> None:
    office.post("contact", GOOD["contact"])
    save, calls = office.kept.save, []

    def once_down(item: Item, expect: int) -> bool:
        calls.append(item)
        if len(calls) == 2:  # the first is the lease
            raise StoreDown("disk")
        return save(item, expect)

    office.kept.save = once_down  # type: ignore[method-assign]
    with pytest.raises(StoreDown):
        office.drain()
    office.wait(seconds=61)
    office.drain("two")
    assert sorted(office.mailer.ids.values()) == [1, 2]


def test_what_another_changed_meanwhile_stays_and_the_mail_is_marked(office: Office) -> None:
    office.post("contact", GOOD["contact"])

    def change(_: str) -> None:
        item = office.only
        office.kept.save({**item, "note": f"{item.get('note', '')}x"}, item["version"])

    office.mailer.fault = change
    assert office.drain().counts == {"sent": 2}
    item = office.only
    assert item["note"] == "xx"
    assert [entry["state"] for entry in item["outbox"]] == ["sent", "sent"]
    assert item["due"] is None


def test_what_was_erased_meanwhile_stays_erased(office: Office) -> None:
    office.post("contact", GOOD["contact"])
    office.mailer.fault = lambda _: office.kept.delete(office.only["id"]) and None
    office.drain()
    assert list(office.kept.scan("", None)) == []
    assert len(office.mailer.mails) == 1


def test_one_run_does_no_more_than_it_may(office: Office) -> None:
    for number in range(5):
        office.post("contact", {**GOOD["contact"], "message": f"No {number}"})
    office.settings = SETTINGS._replace(mails_per_address=100)
    assert office.drain(limit=2).counts == {"sent": 4}
    assert office.drain(seconds=0).counts.get("sent", 0) <= 2
    while office.drain().counts:
        pass
    assert len(office.mailer.mails) == 10


def test_an_address_gets_as_many_mails_a_day_as_it_may(office: Office) -> None:
    for number in range(5):
        office.post("contact", {**GOOD["contact"], "message": f"No {number}"})
    assert office.drain().counts == {"sent": 8, "dropped": 2}
    assert office.mailer.to.count("ann@mail.example") == 3
    assert all(item["expires"] for item in office.kept.scan("", None))


def test_nobody_gets_more_by_spelling_an_address_anew(office: Office) -> None:
    for number, name in enumerate(("vic", "Vic", "VIC", "vic+1", "viC+2")):
        office.post(
            "contact", {**GOOD["contact"], "email": f"{name}@mail.example", "message": f"No {number}"}
        )
    assert office.drain().counts == {"sent": 8, "dropped": 2}


def test_five_bookings_from_one_address_get_five_answers(office: Office) -> None:
    for number in range(5):
        office.post("booking", {**GOOD["booking"], "name": f"Person {number}"})
    assert office.drain().counts == {"place": 2, "waiting list": 3, "sent": 8, "capped": 2}
    office.wait(days=1)
    assert office.drain().counts == {"sent": 2}
    assert office.mailer.to.count("ann@mail.example") == 5


def test_the_site_says_how_many_places_there_are_now(office: Office) -> None:
    office.post("booking", GOOD["booking"])
    office.definitions = builders.definitions(
        events={"open-day": {**builders.EVENTS["open-day"], "places": 0}}
    )
    assert office.drain().counts["waiting list"] == 1


def test_a_place_of_a_booking_that_is_erased_meanwhile_stays_free(office: Office) -> None:
    office.post("booking", GOOD["booking"])
    add_if = office.kept.add_if

    def erased_first(*given: Any) -> Any:
        office.kept.delete(office.only["id"])
        return add_if(*given)

    office.kept.add_if = erased_first  # type: ignore[method-assign]
    office.drain()
    office.kept.add_if = add_if  # type: ignore[method-assign]
    assert [office.kept.add_if("places:open-day", name, 2) for name in "ab"] == ["added", "added"]


def test_no_mail_of_two_answers_is_taken_for_the_other(office: Office) -> None:
    office.definitions = builders.definitions(
        events={"open-day": {**builders.EVENTS["open-day"], "places": 0}}
    )
    office.post("booking", GOOD["booking"])
    office.mailer.fault = raises(Temporary("451"))
    office.drain()
    office.definitions = DEFINITIONS
    bookings.offer(office.kept, "open-day")
    office.wait(hours=1)
    office.mailer.fault = lambda _: None
    assert office.drain().counts == {"place": 1, "sent": 4}
    assert set(office.mailer.ids.values()) == {1}


def test_who_is_offered_a_place_while_mail_goes_out_gets_it(office: Office) -> None:
    office.definitions = builders.definitions(
        events={"open-day": {**builders.EVENTS["open-day"], "places": 0}}
    )
    office.post("booking", GOOD["booking"])

    def offered(_: str) -> None:
        office.mailer.fault = lambda _: None
        office.definitions = DEFINITIONS
        assert bookings.offer(office.kept, "open-day") == 1

    office.mailer.fault = offered
    office.drain()
    assert office.drain().counts == {"place": 1, "sent": 2}
    assert office.only["place"] == "place"
    assert office.only["due"] is None


def test_what_is_over_the_sites_number_goes_out_tomorrow(office: Office) -> None:
    office.settings = SETTINGS._replace(mails_per_day=2)
    for number in range(3):
        answers = {**GOOD["contact"], "email": f"{number}@mail.example"}
        office.post("contact", answers)
    assert office.drain().counts == {"sent": 5, "capped": 1}
    office.wait(hours=13)
    assert office.drain().counts == {}
    office.wait(hours=1)
    assert office.drain().counts == {"sent": 1}


def test_from_half_of_the_days_mails_on_a_person_is_warned(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.settings = SETTINGS._replace(mails_per_day=4)
    used = []
    for number in range(5):
        office.post("contact", {**GOOD["contact"], "email": f"{number}@mail.example"})
        used.append(office.drain().cap_used_percent)
    assert used == [25, 50, 75, 100, 100]
    said = (
        "mail cap: {} % of today's {} mails to visitors are sent; after the last, mail waits until tomorrow"
    )
    # Pelican's loggers, where it was imported before, say nothing twice.
    assert list(dict.fromkeys(caplog.messages)) == [said.format(used, 4) for used in (50, 75, 100)]
    office.drain(settings=SETTINGS._replace(mails_per_day=2))
    assert said.format(200, 2) not in caplog.messages, "only where something was done"
    office.wait(days=1)
    assert office.drain().cap_used_percent == 25
    assert office.drain(settings=SETTINGS._replace(mails_per_day=0)).cap_used_percent == 100


def test_every_booking_gets_its_answer_in_the_order_of_acceptance(office: Office) -> None:
    for number in range(4):
        office.post("booking", {**GOOD["booking"], "email": f"{number}@mail.example"})
        office.wait(seconds=1)
    done = office.drain()
    assert done.counts == {"place": 2, "waiting list": 2, "sent": 8}
    places = {item["fields"]["email"]: item["place"] for item in office.kept.scan("", None)}
    assert places == {
        "0@mail.example": "place", "1@mail.example": "place",
        "2@mail.example": "waiting list", "3@mail.example": "waiting list",
    }  # fmt: skip


def test_a_subscription_is_followed_to_its_end(office: Office) -> None:
    office.post("newsletter", GOOD["newsletter"])
    assert office.drain().counts == {"sent": 1}
    assert _follow(office, "confirm") == 200
    office.drain()
    welcome = office.mailer.mails[-1][1]
    assert welcome["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert office.only["subscription"] == "active"
    assert office.only["expires"] is None
    assert _follow(office, "unsubscribe") == 200
    assert office.only["subscription"] == "left"
    office.wait(days=29)
    assert expire(office.kept, office.now) == 0
    office.wait(days=1)
    assert expire(office.kept, office.now) == 1


def _follow(office: Office, purpose: str) -> int:
    """Press the button that the newest mail's link leads to."""
    body = office.mailer.mails[-1][1].get_content()
    [link] = [line for line in body.splitlines() if f"/f/{purpose}/" in line]
    return office.send("POST", link.removeprefix("https://www.team.example")).status


def test_nothing_is_kept_past_its_day(office: Office) -> None:
    office.post("contact", GOOD["contact"])
    office.drain()
    office.wait(days=180, seconds=-1)
    assert expire(office.kept, office.now) == 0
    office.wait(seconds=1)
    assert expire(office.kept, office.now) == 1
    assert list(office.kept.scan("", None)) == []


def test_nothing_unsent_has_a_day(office: Office) -> None:
    office.post("contact", GOOD["contact"])
    office.mailer.fault = raises(Temporary("451"))
    office.drain()
    office.wait(days=10_000)
    assert expire(office.kept, office.now) == 0
    item = office.only
    # Not even where its item says so by mistake.
    office.kept.save({**item, "expires": 1}, item["version"])
    assert expire(office.kept, office.now) == 0


def fill(office: Office, number: int) -> None:
    """Accept many submissions of as many people."""
    for index in range(number):
        office.post("contact", {**GOOD["contact"], "email": f"{index}@mail.example"})


@pytest.mark.parametrize("number", [100, pytest.param(1000, marks=pytest.mark.slow)])
def test_two_workers_send_every_mail_once(office: Office, number: int) -> None:
    office.settings = SETTINGS._replace(mails_per_day=10_000)
    fill(office, number)
    stores = [SQLite(office.kept.path) for _ in range(2)]

    def work(store: SQLite, owner: str) -> None:
        while store.due(office.now, 1):
            drain(store, office.mailer, DEFINITIONS, office.now, office.settings, owner)

    threads = [threading.Thread(target=work, args=(store, str(n))) for n, store in enumerate(stores)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    assert len(office.mailer.mails) == 2 * number
    assert set(office.mailer.ids.values()) == {1}
    assert office.kept.unsent() == (0, None)


@pytest.mark.parametrize(("people", "places"), [(60, 5), pytest.param(500, 20, marks=pytest.mark.slow)])
def test_exactly_as_many_places_as_there_are(tmp_path: Path, people: int, places: int) -> None:
    """Fifty at a time book and two workers allot, all at once."""
    from concurrent.futures import ThreadPoolExecutor

    event = {**builders.EVENTS["open-day"], "places": places}
    store = SQLite(tmp_path / "forms.sqlite")
    office = Office(store)
    office.definitions = builders.definitions(events={"open-day": event})
    office.settings = SETTINGS._replace(mails_per_day=10_000)
    accepted = threading.Event()

    def work(owner: str) -> None:
        while not accepted.is_set() or store.due(office.now, 1):
            office.drain(owner)

    workers = [threading.Thread(target=work, args=(owner,)) for owner in ("one", "two")]
    for worker in workers:
        worker.start()
    with ThreadPoolExecutor(50) as threads:
        answers = [{**GOOD["booking"], "email": f"{n}@mail.example"} for n in range(people)]
        statuses = set(threads.map(lambda answer: office.post("booking", answer).status, answers))
    accepted.set()
    for worker in workers:
        worker.join()
    assert statuses == {303}
    found = Counter(item["place"] for item in store.scan("", None))
    assert found == {"place": places, "waiting list": people - places}
    mails = Counter(
        m["Subject"].partition(":")[0] for to, m in office.mailer.mails if to.endswith("@mail.example")
    )
    assert sorted(mails.values()) == sorted([places, people - places])
    assert set(office.mailer.ids.values()) == {1}
    store.close()


@pytest.mark.parametrize("mood", ["down", "defer", "hang", "close"])
def test_four_days_without_mail_lose_nothing(office: Office, mood: str) -> None:
    """Every ten simulated minutes the worker runs; every six hours someone writes; then mail is back."""
    written = 0
    with sinks.sink() as sink:
        port = sinks.free_port() if mood == "down" else sink.port
        sink.mood = mood
        broken = SMTPMailer("127.0.0.1", port, starttls=False, timeout=0.02 if mood == "hang" else 5)
        end = NOW + timedelta(days=4)
        while office.now < end:
            if (office.now - NOW) % timedelta(hours=6) == timedelta(0):
                office.post("contact", {**GOOD["contact"], "email": f"{written}@mail.example"})
                written += 1
            if office.kept.due(office.now, 1):
                office.drain(mailer=broken)
            office.wait(minutes=10)
        assert sink.mails == []
        assert len(list(office.kept.scan("", None))) == written == 16
        _redrive_the_dead(office)
        sink.mood = "accept"
        office.wait(days=1)
        mailer = SMTPMailer("127.0.0.1", sink.port, starttls=False)
        assert office.drain(mailer=mailer).counts["sent"] == 2 * written
        assert sorted(sink.recipients) == sorted(
            [f"{number}@mail.example" for number in range(written)] + ["team@team.example"] * written
        )
        assert len({mail["Message-ID"] for mail in sink.mails}) == 2 * written
    assert office.kept.unsent() == (0, None)


def _redrive_the_dead(office: Office) -> None:
    for item in list(office.kept.scan("", None)):
        if any(entry["state"] == "dead" for entry in item["outbox"]):
            office.kept.save(redriven(item, office.now), item["version"])
