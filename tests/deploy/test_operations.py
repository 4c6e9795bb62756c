"""What the page about running the forms says, held against the code."""

from __future__ import annotations

import ast
import re
import shlex

import pytest

from deploy.package import ROOT
from functions.forms import admin
from functions.forms.outbox import WAITS
from functions.forms.settings import Settings

from . import template

PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")


def cells(heading: str) -> list[list[str]]:
    """Return the rows of the first table under a heading."""
    table = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    return rows[1:]


@pytest.mark.parametrize("row", cells("Checklist: security and data protection"), ids=lambda row: row[1])
def test_each_line_of_the_checklist_names_a_test_that_is_there(row: list[str]) -> None:
    file, name = re.findall(r"`([^`]+)`", row[2])
    tests = {node.name for node in ast.walk(ast.parse((ROOT / file).read_text())) if hasattr(node, "name")}
    assert name in tests


def test_every_alarm_is_explained() -> None:
    explained = {row[0].strip("`") for row in cells("Alarms")}
    assert explained == set(template.of_type("CloudWatch::Alarm"))


def test_every_setting_is_explained_with_what_is_without_it() -> None:
    rows = cells("Settings and keys")
    given = {row[0].strip("`"): row[2] for row in rows}
    assert set(given) == set(Settings._fields)
    for name in ("mails_per_address", "mails_per_day", "hold_at"):
        assert given[name] == str(getattr(Settings(), name))


def test_every_command_is_one() -> None:
    read = admin._parser()
    commands = [
        shlex.split(command) for row in cells("Looking after what was sent") for command in re.findall(r"`forms ([^`]+)`", row[1])
    ]  # fmt: skip
    for command in commands:
        read.parse_args(command)
    assert {command[0] for command in commands} == {
        "list", "export", "show", "held", "redrive", "subscribers", "erase", "cancel", "places",
    }  # fmt: skip


def test_every_parameter_without_a_default_is_in_the_example() -> None:
    named = set(re.findall(r'^  "(\w+)":', PAGE, re.MULTILINE))
    parameters = template.read()["Parameters"]
    assert {name for name, parameter in parameters.items() if "Default" not in parameter} <= named
    assert named <= set(parameters)


def test_the_waits_are_those_of_the_worker() -> None:
    minutes = [wait.total_seconds() / 60 for wait in WAITS]
    assert minutes == [1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60, 1440, 1440, 1440]
    assert "after 1, 5, 15 and 60 minutes, 3, 6 and 12 hours, and then three times after a day" in PAGE
