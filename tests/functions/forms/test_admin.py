"""The administration: it finds, exports, erases and redrives, and shows personal information only when asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.forms import admin
from functions.forms.mail import Temporary
from functions.forms.stores.sqlite import SQLite

from . import builders
from .builders import GOOD, SETTINGS
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
    assert "  booking  place  " in lines[1]
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
    assert office.run("show", "nobody") == (1, "There is no such submission: nobody\n")


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


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    cell = admin.safe(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell in (text, f"'{text}")


def test_erase_forgets_a_person_and_nobody_else(office: Desk) -> None:
    office.post("contact", GOOD["contact"])
    office.post("contact", {**GOOD["contact"], "email": "Ann@Mail.Example", "message": "Again"})
    office.post("contact", {**GOOD["contact"], "email": "joan@mail.example"})
    office.post("newsletter", GOOD["newsletter"])
    code, said = office.run("erase", "ann@mail.example ")
    assert code == 0
    assert said.startswith("2 erased; 1 taken off a list.")
    left = {item["form"]: item for item in office.kept.scan("", None)}
    assert left["contact"]["fields"]["email"] == "joan@mail.example"
    gone = left["newsletter"]
    assert (gone["subscription"], gone["state"], gone["fields"], gone["outbox"]) == ("left", "erased", {}, [])
    assert gone["consent"] is None
    assert gone["expires"] is not None
    assert "ann@" not in str(gone)
    assert office.run("erase", "ann@mail.example")[1].startswith("0 erased; 0 taken")


def test_erase_of_our_own_mailbox_erases_nothing_of_visitors(office: Desk) -> None:
    office.post("contact", GOOD["contact"])
    assert office.run("erase", "team@team.example")[1].startswith("0 erased")
    assert office.only["fields"]["name"] == "Ann Example"


def test_an_erased_person_can_subscribe_again(office: Desk) -> None:
    office.post("newsletter", GOOD["newsletter"])
    office.drain()
    office.run("erase", "ann@mail.example")
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
    rows = list(csv.DictReader(io.StringIO(office.run("subscribers", "--addresses")[1])))
    assert [row["email"] for row in rows] == ["cat@mail.example"]
    assert rows[0]["consent_shown"] == f"{builders.CONSENT}\nI agree"


def test_a_store_that_is_down_is_said(office: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    out = io.StringIO()
    assert admin.main(["--store", f"sqlite:{tmp_path}/file/x.sqlite", "list"], out) == 2
    assert out.getvalue().startswith("The store does not answer: ")


def test_what_store_is_meant_must_be_said() -> None:
    with pytest.raises(SystemExit, match=r"--store must be sqlite:PATH or dynamodb:TABLE, but it is x\."):
        admin.main(["--store", "x", "list"], io.StringIO())
