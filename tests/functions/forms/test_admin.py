"""The administration: it finds, exports, erases and redrives, and shows personal information only when asked."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.forms import admin, letters
from functions.forms.mail import Temporary
from functions.forms.stores.sqlite import SQLite

from . import builders
from .builders import GOOD, KEYS, SETTINGS
from .stores.test_contract import item
from .test_outbox import Office, _follow, raises


class Desk(Office):
    """An office whose store the commands open again."""

    def run(self, *arguments: str) -> tuple[int, str]:
        out = io.StringIO()
        code = admin.main(["--store", f"sqlite:{self.kept.path}", *arguments], out, self.now)
        return code, out.getvalue()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    store = SQLite(tmp_path / "forms.sqlite")
    yield Desk(store)
    store.close()


def die(office: Desk) -> None:
    """Let all mail that waits die."""
    office.mailer.fault = raises(Temporary("451"))
    while due := [item["due"] for item in office.kept.scan("", None) if item["due"]]:
        office.now = datetime.fromisoformat(min(due))
        office.drain()
    office.mailer.fault = lambda _: None


def test_list_names_no_person(office: Desk) -> None:
    office.post("contact", GOOD["contact"])
    office.post("booking", GOOD["booking"])
    office.drain()
    office.post("newsletter", GOOD["newsletter"])
    code, said = office.run("list")
    assert code == 0
    lines = said.splitlines()
    assert len(lines) == 4
    assert lines[0].endswith("contact  accepted  team-1 sent, visitor sent")
    assert "  booking  open-day place  " in lines[1]
    reference = office.mailer.mails[0][1]["Subject"].partition("(")[2].rstrip(")")
    assert lines[0].startswith(f"{reference}  2026-11-22T10:00  contact")
    assert lines[2].endswith("newsletter  pending  confirm-1 waiting")
    assert lines[3] == "3 in all; 1 with mail still to send"
    assert "ann" not in said.casefold()
    assert office.run("list", "--form", "contact")[1].splitlines()[-1].startswith("1 in all")
    assert office.run("list", "--since", "2026-11-23")[1].splitlines()[-1].startswith("0 in all")


def test_list_takes_only_days(office: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        office.run("list", "--since", "yesterday")
    assert "yesterday is not a day such as 2026-12-03" in capsys.readouterr().err


def test_show_shows_one_with_everything(office: Desk) -> None:
    office.post("contact", GOOD["contact"])
    code, said = office.run("show", office.only["id"])
    assert code == 0
    assert "Ann Example" in said
    for name in (letters.reference(office.only["id"]), office.only["id"][:6]):
        assert office.run("show", name) == (0, said)
    for name in ("nobody", "", "-"):
        assert office.run("show", name) == (1, f"There is no such submission: {name}\n")


def test_a_name_that_several_have_is_nobodys(office: Desk) -> None:
    for id_ in ("ab12cd34" + "0" * 24, "ab12cd34" + "1" * 24):
        office.kept.put_new(item(id_))
    with pytest.raises(SystemExit, match=r"^2 submissions begin with AB12-CD34\. Write more of the id\.$"):
        office.run("show", "AB12-CD34")
    assert office.run("show", "ab1") == (1, "There is no such submission: ab1\n")
    assert office.run("show", "ab12cd341")[0] == 0


def test_export_is_a_table_that_spreadsheets_take_for_text(office: Desk) -> None:
    office.post("contact", {**GOOD["contact"], "name": '=HYPERLINK("x")', "message": "@one\ntwo, “three”"})
    code, said = office.run("export", "contact")
    assert code == 0
    [row] = csv.DictReader(io.StringIO(said))
    assert row["name"] == '\'=HYPERLINK("x")'
    assert row["message"].splitlines() == ["'@one", "two, “three”"]
    assert row["received"] == "2026-11-22T10:00:00+00:00"


def test_export_to_a_file_is_for_its_owner_alone(office: Desk, tmp_path: Path) -> None:
    office.post("everything", GOOD["everything"])
    file = tmp_path / "answers.csv"
    code, said = office.run("export", "everything", "--output", str(file))
    assert (code, said.startswith("1 written to ")) == (0, True)
    assert "ann@" not in said
    assert file.stat().st_mode & 0o777 == 0o600
    [row] = csv.DictReader(io.StringIO(file.read_text("utf-8-sig")))
    assert row["checkboxes"] in ("b, a", "a, b")
    assert row["consent_shown"] == "You may write to me.\nConsent"
    assert office.run("export", "nothing") == (1, "Nothing was sent to a form called nothing.\n")


PARTS = st.lists(st.sampled_from([*"=+-@＝＋－＠;|,\t\n\r'\" a", "1+1", "Ann"])).map("".join)


@given(st.one_of(st.text(), PARTS))
def test_no_cell_begins_like_a_formula(text: str) -> None:
    cell = admin.safe(text)
    for found in re.split("[;\t|]", cell):  # where a spreadsheet of another country may part it
        assert not found.lstrip().startswith(tuple("=+-@＝＋－＠"))
    assert not cell.startswith(("\t", "\r", "\n"))
    assert cell.replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize(
    "text", ["Ann Example", "a - b", "ann@mail.example", "3-4 people; or 5", "it's", "", "a;b"]
)
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert admin.safe(text) == text


def test_every_cell_of_the_table_is_between_quotes(office: Desk) -> None:
    office.post("contact", {**GOOD["contact"], "name": "a;=1+1"})
    said = office.run("export", "contact")[1]
    assert all(line.startswith('"') and line.endswith('"') for line in said.splitlines())
    assert '"a;\'=1+1"' in said


def test_a_file_that_cannot_be_written_is_said(office: Desk, tmp_path: Path) -> None:
    office.post("contact", GOOD["contact"])
    for file, why in ((tmp_path / "no/a.csv", "No such file or directory"), (tmp_path, "Is a directory")):
        said = f"{file} cannot be written: {why}.\n"
        assert office.run("export", "contact", "--output", str(file)) == (1, said)


def test_what_is_not_there_is_said(office: Desk) -> None:
    office.post("contact", GOOD["contact"])
    assert office.run("redrive", "zzzz", office.only["id"]) == (1, "There is no such submission: zzzz\n")
    assert office.run("list", "--form", "nope") == (1, "Nothing was sent to a form called nope.\n")


def test_a_held_item_that_changes_at_the_same_time_is_not_said_to_be_discarded(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.post("contact", {**GOOD["contact"], "name": "www.spam.example"})
    monkeypatch.setattr(SQLite, "delete", lambda *_: False)
    code, said = office.run("held", "--discard", office.only["id"])
    assert (code, said.partition(":")[0]) == (1, "It has changed at the same time. Look at it again")


def test_erase_forgets_a_person_and_nobody_else(office: Desk) -> None:
    office.post("contact", GOOD["contact"])
    office.post("contact", {**GOOD["contact"], "email": "Ann@Mail.Example", "message": "Again"})
    office.post("contact", {**GOOD["contact"], "email": "joan@mail.example"})
    office.post("newsletter", GOOD["newsletter"])
    code, said = office.run("erase", "ann@mail.example ")
    assert (code, len(list(office.kept.scan("", None)))) == (0, 4)
    assert said.splitlines()[3:] == [
        "3 found. Nothing is erased yet. To erase for good, say the same with --yes."
    ]
    code, said = office.run("erase", "ann@mail.example ", "--yes")
    assert code == 0
    assert said.startswith("2 erased; 1 taken off a list.")
    left = {item["form"]: item for item in office.kept.scan("", None)}
    assert left["contact"]["fields"]["email"] == "joan@mail.example"
    gone = left["newsletter"]
    assert (gone["subscription"], gone["state"], gone["fields"], gone["outbox"]) == ("left", "erased", {}, [])
    assert gone["consent"] is None
    assert gone["expires"] is not None
    assert "ann@" not in str(gone)
    assert office.run("erase", "ann@mail.example", "--yes") == (1, "0 erased; 0 taken off a list.\n")


@pytest.mark.parametrize("word", ["Hello", "yes", "open-day", ""])
def test_only_an_address_can_be_erased(office: Desk, word: str) -> None:
    office.post("contact", GOOD["contact"])
    office.post("newsletter", GOOD["newsletter"])
    assert office.run("erase", word) == (1, f"This is not an email address: {word}\n")
    assert len(list(office.kept.scan("", None))) == 2


def book(office: Desk, *names: str) -> None:
    for name in names:
        office.post("booking", {**GOOD["booking"], "name": name, "email": f"{name}@mail.example"})
        office.wait(seconds=1)
    office.drain()


def places(office: Desk) -> dict[str, str]:
    return {found["fields"]["name"]: found["place"] for found in office.kept.scan("", None)}


@pytest.mark.parametrize("how", ["cancel", "erase"])
def test_a_place_that_is_given_back_is_the_first_ones_who_waits(office: Desk, how: str) -> None:
    book(office, "a", "b", "c", "d")
    assert places(office) == {"a": "place", "b": "place", "c": "waiting list", "d": "waiting list"}
    first = next(found for found in office.kept.scan("", None) if found["fields"]["name"] == "a")
    if how == "cancel":
        said = (0, "Deleted. The first who waits is offered the place.\n")
        assert office.run("cancel", letters.reference(first["id"])) == said
    else:
        assert office.run("erase", "a@mail.example", "--yes")[0] == 0
    office.post("booking", {**GOOD["booking"], "name": "e", "email": "e@mail.example"})
    office.mailer.mails.clear()
    assert office.drain().counts == {"place": 1, "waiting list": 1, "sent": 4}
    assert places(office) == {"b": "place", "c": "place", "d": "waiting list", "e": "waiting list"}
    told = [(to, str(mail["Subject"]).split(" (")[0]) for to, mail in office.mailer.mails]
    assert told[:2] == [("c@mail.example", "Your place: Open day"), ("team@team.example", "Open day: place")]


def test_who_cancels_has_given_back_every_booking_of_theirs_and_can_book_again(office: Desk) -> None:
    book(office, "a")
    office.post("booking", {**GOOD["booking"], "name": "a", "email": "a@mail.example", "access": "BSL"})
    office.drain()
    assert office.run("cancel", next(office.kept.scan("", None))["id"]) == (0, "Deleted. Nobody waits.\n")
    assert places(office) == {}
    book(office, "b", "c", "a")
    assert places(office) == {"b": "place", "c": "place", "a": "waiting list"}


def test_only_a_booking_can_be_cancelled(office: Desk) -> None:
    office.post("contact", GOOD["contact"])
    assert office.run("cancel", office.only["id"])[0] == 1
    assert office.only


def test_more_places_are_offered_to_those_who_wait(office: Desk) -> None:
    book(office, "a", "b", "c", "d", "e")
    sent = len(office.mailer.mails)
    office.definitions = builders.definitions(
        events={"open-day": {**builders.EVENTS["open-day"], "places": 4}}
    )
    assert office.run("places", "open-day")[1].startswith("3 on the waiting list.")
    assert office.drain().counts == {"place": 2, "waiting list": 1, "sent": 4}
    assert places(office) == {"a": "place", "b": "place", "c": "place", "d": "place", "e": "waiting list"}
    assert len(office.mailer.mails) == sent + 4, "who still waits hears nothing new"
    assert office.run("places", "nothing") == (1, "Nobody waits for a place at an event called nothing.\n")


def test_erase_of_our_own_mailbox_erases_nothing_of_visitors(office: Desk) -> None:
    office.post("contact", GOOD["contact"])
    assert office.run("erase", "team@team.example", "--yes")[1].startswith("0 erased")
    assert office.only["fields"]["name"] == "Ann Example"


def test_an_erased_person_can_subscribe_again(office: Desk) -> None:
    office.post("newsletter", GOOD["newsletter"])
    office.drain()
    office.run("erase", "ann@mail.example", "--yes")
    assert _follow(office, "confirm") == 410
    office.wait(days=2)
    office.post("newsletter", GOOD["newsletter"])
    office.drain()
    assert _follow(office, "confirm") == 200
    assert office.only["subscription"] == "active"


def test_redrive_tries_the_dead_again(office: Desk) -> None:
    office.post("contact", GOOD["contact"])
    office.post("contact", {**GOOD["contact"], "message": "Another"})
    die(office)
    first = next(office.kept.scan("", None))
    assert office.run("redrive", first["id"]) == (0, "1 to be tried again.\n")
    assert office.run("redrive") == (0, "1 to be tried again.\n")
    assert office.run("redrive") == (0, "0 to be tried again.\n")
    assert office.drain().counts == {"sent": 4}


def test_held_is_shown_released_or_discarded(office: Desk) -> None:
    office.settings = SETTINGS._replace(hold_at=0)
    office.post("contact", GOOD["contact"])
    office.post("contact", {**GOOD["contact"], "message": "Another"})
    one, two = [item["id"] for item in office.kept.scan("", None)]
    code, said = office.run("held")
    assert (code, said.splitlines()[-1].split(".")[0]) == (0, "2 held")
    assert "ann" not in said.casefold()
    assert office.run("held", "--release", one) == (0, "Released: its mail goes out now.\n")
    assert office.run("held", "--discard", two) == (0, "Discarded.\n")
    assert office.run("held", "--release", one)[0] == 1
    assert office.run("held", "--discard", "nobody")[0] == 1
    assert office.drain().counts == {"sent": 2}


def test_subscribers_are_counted_and_listed(office: Desk) -> None:
    for name in ("ann", "bob", "cat"):
        office.post("newsletter", {**GOOD["newsletter"], "email": f"{name}@mail.example"})
    office.drain()
    _follow(office, "confirm")
    assert office.run("subscribers") == (0, "newsletter: 1 active, 2 pending, 0 left\n3 known addresses\n")


def test_a_newsletter_can_have_the_link_to_leave(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    office.post("newsletter", GOOD["newsletter"])
    office.drain()
    _follow(office, "confirm")
    how = ("subscribers", "--addresses", "--base-url", "https://www.team.example/")
    with pytest.raises(SystemExit, match=r"The keys for the links cannot be read from .*keys\.json\."):
        office.run(*how)
    with pytest.raises(SystemExit, match="--addresses needs --base-url"):
        office.run("subscribers", "--addresses")
    text = json.dumps({"current": KEYS.current.hex(), "lasting": KEYS.lasting.hex()})
    office.kept.path.with_name("keys.json").write_text(text)
    code, said = office.run(*how)
    other = office.kept.path.with_name("other.json")
    other.write_text(text)
    assert office.run(*how, "--keys", str(other)) == (code, said) == (0, said)
    monkeypatch.setenv("FORMS_KEYS", text)
    monkeypatch.setattr(admin, "open_store", lambda where: office.kept)
    monkeypatch.setattr(office.kept, "close", lambda: None)
    out = io.StringIO()
    admin.main(["--store", "dynamodb:forms", *how], out, office.now)
    assert out.getvalue() == said

    [row] = csv.DictReader(io.StringIO(said))
    assert list(row) == ["email", "unsubscribe"]
    assert row["email"] == "ann@mail.example"
    link = row["unsubscribe"].removeprefix("https://www.team.example")
    office.wait(days=400)
    assert office.send("POST", link, b"List-Unsubscribe=One-Click").status == 200
    assert office.only["subscription"] == "left"
    assert office.run(*how)[1].splitlines() == ["email,unsubscribe"]


def test_a_store_that_is_down_is_said(office: Desk, tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_text("This is no database.\n" * 100)
    out = io.StringIO()
    assert admin.main(["--store", f"sqlite:{tmp_path}/x.sqlite", "list"], out) == 2
    assert out.getvalue().startswith("The store does not answer: ")


def test_what_store_is_meant_must_be_said() -> None:
    with pytest.raises(SystemExit, match=r"--store must be sqlite:PATH or dynamodb:TABLE, but it is x\."):
        admin.main(["--store", "x", "list"], io.StringIO())


def test_a_store_that_is_not_there_is_said_and_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit, match=r"There is no store at .*forms.sqlite"):
        admin.main(["--store", f"sqlite:{tmp_path / 'form' / 'forms.sqlite'}", "list"], io.StringIO())
    assert list(tmp_path.iterdir()) == []
    pytest.importorskip("boto3")
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    with pytest.raises(SystemExit, match="DynamoDB cannot be asked: You must specify a region"):
        admin.main(["--store", "dynamodb:forms", "list"], io.StringIO())
