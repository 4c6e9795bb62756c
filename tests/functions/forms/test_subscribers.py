from __future__ import annotations

import re
import threading
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.forms import caps, retention, subscribers, tokens
from functions.forms.stores import Store

from .builders import (
    CONSENT,
    DEFINITIONS,
    FORMS,
    GOOD,
    KEYS,
    NOW,
    SETTINGS,
    Visitor,
    definitions,
    header,
    text,
)  # fmt: skip

FORM = DEFINITIONS.forms["newsletter"]


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


def ask(visitor: Visitor, email: str = "ann@mail.example") -> Any:
    response = visitor.post("newsletter", {"email": email, "agree": "yes"})
    assert (response.status, header(response, "Location")) == (303, "/forms/newsletter/check-your-email/")
    return response


def link_in(mail: dict[str, Any]) -> str:
    found = re.search(r"https://www\.team\.example(/f/\S+)", mail["body"])
    assert found
    return found[1]


def subscribed(visitor: Visitor) -> str:
    """Subscribe and confirm; return the link to unsubscribe."""
    ask(visitor)
    [mail] = visitor.take_mail()
    assert visitor.send("POST", link_in(mail)).status == 200
    [mail] = visitor.take_mail()
    return link_in(mail)


def test_the_whole_way(visitor: Visitor) -> None:
    ask(visitor)
    item = visitor.only
    assert (item["kind"], item["subscription"], item["state"]) == ("subscriber", "pending", "accepted")
    assert item["fields"] == {"email": "ann@mail.example", "agree": "yes"}
    assert item["consent"]["shown"] == f"{CONSENT}\nI agree"
    assert item["due"] == NOW.isoformat()
    [mail] = visitor.take_mail()
    assert (mail["kind"], mail["to"], mail["subject"]) == (
        "confirm-1", "ann@mail.example", "Confirm your subscription: Example Network",
    )  # fmt: skip

    visitor.wait(hours=1)
    page = visitor.get(link_in(mail))
    assert page.status == 200
    assert "<h1>Confirm your subscription</h1>" in text(page)
    assert "a•••@mail.example" in text(page)
    assert "ann@mail.example" not in text(page)
    assert f'<form action="{link_in(mail)}" method="post">' in text(page)
    assert text(page).count("<button") == 1

    done = visitor.send("POST", link_in(mail))
    assert (done.status, done.outcome) == (200, "confirmed")
    assert "<h1>You are subscribed</h1>" in text(done)
    assert visitor.only["subscription"] == "active"
    [welcome] = visitor.take_mail()
    assert welcome["kind"] == "welcome-2"
    assert welcome["headers"]["List-Unsubscribe"] == f"<https://www.team.example{link_in(welcome)}>"

    visitor.wait(days=400)
    page = visitor.get(link_in(welcome))
    assert "<h1>Unsubscribe</h1>" in text(page)
    assert visitor.only["subscription"] == "active"
    done = visitor.send("POST", link_in(welcome))
    assert "<h1>You are unsubscribed</h1>" in text(done)
    item = visitor.only
    assert (item["subscription"], item["outbox"], item["due"]) == ("left", [], None)
    assert [step["change"] for step in item["log"]] == ["asked", "confirmed", "left"]
    assert item["expires"] == int((visitor.now + timedelta(days=30)).timestamp())

    visitor.wait(minutes=1)
    ask(visitor)
    [mail] = visitor.take_mail()
    assert visitor.only["subscription"] == "pending"
    assert visitor.send("POST", link_in(mail)).status == 200
    assert visitor.only["subscription"] == "active"


def test_one_click_leaves_at_once_and_answers_a_machine(visitor: Visitor) -> None:
    """RFC 8058 section 3.1: 200, no redirect, and twice is no error."""
    link = subscribed(visitor)
    multipart = b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--'
    for body, kind in (
        (b"List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"),
        (multipart, "multipart/form-data; boundary=b"),
    ):
        response = visitor.send("POST", link, body, {"content-type": kind, "sec-fetch-site": "cross-site"})
        assert (response.status, text(response)) == (200, "You are unsubscribed.\n")
        assert header(response, "Content-Type") == "text/plain; charset=utf-8"
        assert visitor.only["subscription"] == "left"


def test_a_replay_changes_nothing(visitor: Visitor) -> None:
    ask(visitor)
    [mail] = visitor.take_mail()
    visitor.send("POST", link_in(mail))
    kept = dict(visitor.only)
    visitor.wait(hours=1)
    first = visitor.send("POST", link_in(mail))
    assert first.status == 200
    assert visitor.only == kept
    visitor.take_mail()
    leave = visitor.send("POST", f"/f/unsubscribe/{tokens.make(KEYS, 'unsubscribe', kept['id'], NOW)}")
    kept = dict(visitor.only)
    assert leave.status == 200
    visitor.wait(hours=1)
    assert (
        visitor.send("POST", f"/f/unsubscribe/{tokens.make(KEYS, 'unsubscribe', kept['id'], NOW)}").status
        == 200
    )
    assert visitor.only == kept


def test_an_old_link_does_not_bring_back_whom_left(visitor: Visitor) -> None:
    ask(visitor)
    [confirm] = visitor.take_mail()
    visitor.send("POST", link_in(confirm))
    visitor.wait(minutes=10)
    visitor.send("POST", f"/f/unsubscribe/{tokens.make(KEYS, 'unsubscribe', visitor.only['id'], NOW)}")
    for method in ("GET", "POST"):
        response = visitor.send(method, link_in(confirm))
        assert response.status == 410
        assert "This link does not work" in text(response)
        assert 'href="/forms/newsletter/"' in text(response)
    assert visitor.only["subscription"] == "left"


@pytest.mark.parametrize(("wait", "status"), [(timedelta(days=7), 200), (timedelta(days=7, seconds=1), 410)])
def test_a_confirmation_has_seven_days(visitor: Visitor, wait: timedelta, status: int) -> None:
    ask(visitor)
    [mail] = visitor.take_mail()
    visitor.now += wait
    assert visitor.get(link_in(mail)).status == status
    assert visitor.send("POST", link_in(mail)).status == status


def test_someone_who_was_erased_has_no_links(visitor: Visitor) -> None:
    link = subscribed(visitor)
    visitor.only.update(state="erased", fields={})
    assert visitor.get(link).status == 410
    assert visitor.send("POST", link).status == 200  # they get no mail: to them it is the same
    visitor.store.items.clear()
    assert visitor.get(link).status == 410
    assert visitor.send("POST", link, b"List-Unsubscribe=One-Click").status == 200
    assert visitor.store.items == {}


def renamed() -> Any:
    forms = {("news" if name == "newsletter" else name): data for name, data in FORMS.items()}
    return definitions(forms=forms)


@pytest.mark.parametrize("body", [b"", b"List-Unsubscribe=One-Click"])
def test_who_leaves_needs_no_form(visitor: Visitor, body: bytes) -> None:
    link = subscribed(visitor)
    visitor.definitions = renamed()
    page = visitor.get(link)
    assert page.status == 200
    assert "a•••@mail.example" in text(page)
    assert visitor.send("POST", link, body).status == 200
    assert visitor.only["subscription"] == "left"


def test_nobody_joins_a_list_that_is_gone(visitor: Visitor) -> None:
    ask(visitor)
    [mail] = visitor.take_mail()
    visitor.definitions = renamed()
    assert [visitor.send(method, link_in(mail)).status for method in ("GET", "POST")] == [410, 410]
    assert visitor.only["subscription"] == "pending"


def test_a_link_of_the_second_in_which_someone_left_is_dead(visitor: Visitor) -> None:
    ask(visitor)
    [confirm] = visitor.take_mail()
    visitor.send("POST", link_in(confirm))
    visitor.send("POST", f"/f/unsubscribe/{tokens.make(KEYS, 'unsubscribe', visitor.only['id'], NOW)}")
    assert [visitor.send(method, link_in(confirm)).status for method in ("GET", "POST")] == [410, 410]
    assert visitor.only["subscription"] == "left"


def test_a_store_that_is_down_changes_nothing_and_says_so(visitor: Visitor) -> None:
    link = subscribed(visitor)
    visitor.store.down = {"get"}
    for method in ("GET", "POST"):
        response = visitor.send(method, link)
        assert response.status == 503
        assert "<h1>Nothing has changed</h1>" in text(response)
    visitor.store.down = {"save"}
    assert visitor.send("POST", link).status == 503
    assert visitor.only["subscription"] == "active"


def told(visitor: Visitor) -> tuple[int, Any, bytes, str, list[str]]:
    visitor.store.calls.clear()
    response = ask(visitor)
    return (response.status, response.headers, response.body, response.outcome, list(visitor.store.calls))


def test_nobody_can_find_out_who_is_on_the_list() -> None:
    """The same bytes, and the same calls of the store, whatever the state of the address."""
    seen = []
    unknown = Visitor()
    seen.append(told(unknown))
    unknown.wait(seconds=1)
    seen.append(told(unknown))  # a double click
    unknown.wait(hours=1)
    seen.append(told(unknown))  # pending
    active = Visitor()
    leave = subscribed(active)
    active.wait(hours=1)
    seen.append(told(active))
    for _ in range(4):  # and when there has been too much mail
        active.wait(hours=1)
        seen.append(told(active))
    active.wait(days=1)
    active.send("POST", leave)
    seen.append(told(active))
    active.only.update(state="erased", fields={}, subscription="none", outbox=[])
    active.wait(days=1)
    seen.append(told(active))
    assert all(one == seen[0] for one in seen)
    assert seen[0][4] == ["put_new", "get", "save"]


def test_someone_on_the_list_hears_that_they_are_and_nothing_of_theirs_changes(visitor: Visitor) -> None:
    subscribed(visitor)
    kept = dict(visitor.only)
    visitor.wait(days=2)
    ask(visitor, "ann@MAIL.example")
    [mail] = visitor.take_mail()
    assert (mail["kind"], mail["subject"]) == ("already-3", "You are already subscribed: Example Network")
    assert visitor.get(link_in(mail)).status == 200
    for key in ("subscription", "fields", "consent", "log"):
        assert visitor.only[key] == kept[key]


def test_a_double_click_is_one_mail_and_a_later_question_another(visitor: Visitor) -> None:
    ask(visitor)
    visitor.wait(minutes=4, seconds=59)
    ask(visitor)
    assert [mail["kind"] for mail in visitor.take_mail()] == ["confirm-1"]
    visitor.wait(seconds=2)
    ask(visitor)
    assert [mail["kind"] for mail in visitor.take_mail()] == ["confirm-2"]


def test_three_mails_an_address_a_day(visitor: Visitor) -> None:
    sent = 0
    for _ in range(23):
        ask(visitor)
        sent += len(visitor.take_mail())
        visitor.wait(hours=1)
    assert sent == 3
    visitor.wait(hours=2)
    ask(visitor)
    assert len(visitor.take_mail()) == 1


def test_who_left_and_asks_too_often_waits_for_tomorrow(visitor: Visitor) -> None:
    """Nothing that was thanked for is forgotten: the mail waits, as caps.py says."""
    ask(visitor)
    [mail] = visitor.take_mail()
    visitor.send("POST", link_in(mail))
    for _ in range(2):
        visitor.wait(minutes=6)
        ask(visitor)
        visitor.take_mail()
    token = tokens.make(KEYS, "unsubscribe", visitor.only["id"], visitor.now)
    visitor.send("POST", f"/f/unsubscribe/{token}")
    visitor.wait(minutes=6)
    assert ask(visitor).status == 303
    [waiting] = visitor.only["outbox"]
    assert (visitor.only["subscription"], waiting["kind"], waiting["state"]) == (
        "pending",
        "confirm-5",
        "waiting",
    )


def test_all_in_the_same_second(visitor: Visitor) -> None:
    """Links say no parts of a second: who asks again in the second in which they left can confirm that."""
    ask(visitor)
    [first] = visitor.take_mail()
    assert visitor.send("POST", link_in(first)).status == 200
    token = tokens.make(KEYS, "unsubscribe", visitor.only["id"], visitor.now)
    assert visitor.send("POST", f"/f/unsubscribe/{token}").status == 200
    assert visitor.send("POST", link_in(first)).status == 410, "nobody asked again"
    assert visitor.only["subscription"] == "left"
    ask(visitor)
    [again] = [mail for mail in visitor.take_mail() if mail["kind"].startswith("confirm")]
    assert visitor.get(link_in(again)).status == 200
    assert visitor.send("POST", link_in(again)).status == 200
    assert visitor.only["subscription"] == "active"


def test_fifty_at_once_are_one_subscriber_and_one_mail(visitor: Visitor) -> None:
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(ask(visitor).status)) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 50
    assert len(visitor.store.items) == 1
    assert [mail["kind"] for mail in visitor.take_mail()] == ["confirm-1"]


def test_what_is_not_confirmed_goes_after_eight_days(visitor: Visitor) -> None:
    ask(visitor)
    assert visitor.only["expires"] is None  # the mail is not sent yet
    visitor.take_mail()
    assert retention.expires(visitor.only) == int((NOW + timedelta(days=8)).timestamp())
    subscribed(other := Visitor())
    assert retention.expires(other.only) is None


def test_a_half_made_question_expires_by_itself(visitor: Visitor) -> None:
    visitor.store.down = {"get"}
    assert visitor.post("newsletter", GOOD["newsletter"]).status == 503
    item = visitor.only
    assert (item["subscription"], item["fields"], item["outbox"]) == ("none", {}, [])
    assert item["expires"] == int((NOW + timedelta(days=8)).timestamp())


def test_a_change_by_another_is_tried_again(visitor: Visitor) -> None:
    link = subscribed(visitor)
    save, fails = visitor.store.save, [True, True]
    visitor.store.save = lambda item, expect: False if fails and fails.pop() else save(item, expect)  # type: ignore[method-assign]
    assert visitor.send("POST", link).status == 200
    assert visitor.only["subscription"] == "left"
    visitor.store.save = lambda item, expect: False  # type: ignore[method-assign]
    visitor.wait(days=1)
    assert visitor.post("newsletter", GOOD["newsletter"]).status == 503


def test_what_looks_like_advertising_mails_nobody() -> None:
    from .builders import FORMS, definitions, field

    fields = [*FORMS["newsletter"]["fields"], field("name")]
    visitor = Visitor(definitions(forms={"newsletter": FORMS["newsletter"] | {"fields": fields}}, events={}))
    visitor.post("newsletter", GOOD["newsletter"] | {"name": "WIN www.spam.example"})
    item = visitor.only
    assert (item["state"], item["subscription"], item["due"]) == ("held", "pending", NOW.isoformat())
    assert [mail["to"] for mail in visitor.take_mail()] == ["team@team.example"]
    assert retention.released(item, NOW)["due"] == NOW.isoformat()


def test_list_bombing() -> None:
    """5,000 posts for 500 addresses: at most 3 mails each, the day's number at most, and then life goes on."""
    visitor = Visitor()
    mails: dict[str, int] = {}
    later = 0

    def work() -> None:
        nonlocal later
        for item in visitor.store.items.values():
            for entry in item["outbox"]:
                if entry["state"] != "waiting" or datetime.fromisoformat(entry["next"]) > visitor.now:
                    continue
                store = cast("Store", visitor.store)
                match caps.admit(store, item["id"], entry, visitor.now, SETTINGS):
                    case "send":
                        entry["state"] = "sent"
                        mails[entry["to"]] = mails.get(entry["to"], 0) + 1
                    case "never":
                        entry["state"] = "dropped"
                    case "later":
                        later += 1
                        entry["next"] = caps.tomorrow(visitor.now).isoformat()

    for number in range(5_000):
        ask(visitor, f"victim{number % 500}@mail.example")
        visitor.wait(seconds=2)
        if number % 500 == 499:
            work()
    victims = {to: sent for to, sent in mails.items() if to.startswith("victim")}
    assert len(victims) == 500
    assert max(victims.values()) <= 3
    assert sum(victims.values()) == SETTINGS.mails_per_day
    assert later > 0

    assert visitor.post("contact", GOOD["contact"]).status == 303
    work()
    assert mails["team@team.example"] == 1  # the team hears of it today
    assert "ann@mail.example" not in mails
    visitor.now = caps.tomorrow(visitor.now)
    work()
    assert mails["ann@mail.example"] == 1
    assert max(sent for to, sent in mails.items() if to.startswith("victim")) <= 4  # one waited for today


STEPS = st.lists(st.sampled_from(["ask", "confirm", "leave", "old confirm", "work"]), max_size=25)


@settings(max_examples=200)
@given(STEPS)
def test_in_any_order_a_person_is_on_the_list_only_by_their_last_word(steps: list[str]) -> None:
    """The model: who pressed confirm on a link made after they last left is on it; who left is not."""
    visitor = Visitor()
    links: list[tuple[str, datetime]] = []
    expected, left, asked = "none", NOW - timedelta(days=1), False
    for step in steps:
        visitor.wait(minutes=6)
        if step == "ask":
            before = len(visitor.take_mail())
            ask(visitor)
            assert before >= 0
            fresh = [mail for mail in visitor.take_mail() if mail["kind"].startswith("confirm")]
            links += [(link_in(mail), visitor.now) for mail in fresh]
            asked = True
            if fresh and expected != "active":
                expected = "pending"
        elif step in ("confirm", "old confirm") and links:
            link, made = links[-1 if step == "confirm" else 0]
            response = visitor.send("POST", link)
            good = made > left
            assert response.status == (200 if good or expected == "active" else 410)
            if good:
                expected = "active"
        elif step == "leave" and asked:
            token = tokens.make(KEYS, "unsubscribe", visitor.only["id"], NOW)
            assert visitor.send("POST", f"/f/unsubscribe/{token}").status == 200
            if expected != "left":
                expected, left = "left", visitor.now
        else:
            visitor.take_mail()
        if asked:
            assert visitor.only["subscription"] == expected
            assert (visitor.only["expires"] is None) or expected != "active"


def test_ids_of_subscribers() -> None:
    found = subscribers.identity(KEYS, FORM, "Ann@Mail.Example")
    assert found == subscribers.identity(KEYS, FORM, "Ann@MAIL.example")
    assert found != subscribers.identity(KEYS, FORM, "ann@Mail.Example")
