"""The template against the code that it deploys, and against those who judge templates."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy import package
from functions.forms import aws, outbox
from functions.forms.mail import Permanent
from functions.forms.settings import Settings
from functions.forms.stores import dynamo
from functions.forms.stores.sqlite import SQLite
from tests.functions.forms import builders
from tests.functions.forms.builders import GOOD
from tests.functions.forms.test_aws import event
from tests.functions.forms.test_outbox import Letterbox

from . import template

NO_NARROWER = {"dynamodb:ListStreams"}
"""Actions that AWS knows no resource for."""


def statements(role: str) -> list[dict[str, Any]]:
    [policy] = template.of_type("IAM::Role")[role]["Policies"]
    found: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return found


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_cfn_lint_finds_nothing() -> None:
    cfn_lint = Path(sys.executable).with_name("cfn-lint")
    command = [str(cfn_lint), "--include-checks", "I", "--", str(template.PATH)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_it_is_plain() -> None:
    """A template that is transformed is not the one that was looked at."""
    assert "Transform" not in template.read()
    assert template.of_type("ApiGatewayV2::Route")["Route"]["RouteKey"] == "ANY /f/{proxy+}"
    assert template.of_type("Lambda::Url") == {}


def test_the_table_is_that_of_the_store() -> None:
    table = template.of_type("DynamoDB::Table")["Table"]
    assert {name: table[name] for name in dynamo.TABLE} == dynamo.TABLE
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["SSESpecification"] == {"SSEEnabled": True}


def test_the_table_outlives_the_stack() -> None:
    table = template.read()["Resources"]["Table"]
    assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_the_stream_holds_nothing_that_a_visitor_wrote() -> None:
    table = template.of_type("DynamoDB::Table")["Table"]
    assert table["StreamSpecification"] == {"StreamViewType": "KEYS_ONLY"}


@pytest.mark.parametrize("role", ["AnswerRole", "WorkRole"])
def test_each_right_is_for_one_thing(role: str) -> None:
    for statement in statements(role):
        actions = set(listed(statement["Action"]))
        assert statement["Effect"] == "Allow"
        assert not any("*" in action for action in actions)
        for resource in listed(statement["Resource"]):
            assert resource != "*" or actions <= NO_NARROWER, actions
            assert "*" not in str(resource) or actions <= NO_NARROWER, resource


def test_the_worker_may_do_with_the_table_what_the_store_does_and_no_more() -> None:
    source = (package.ROOT / "functions/forms/stores/dynamo.py").read_text()
    calls = set(re.findall(r'_(?:call|changed|pages)\(\s*"(\w+)"', source))
    needed = {"dynamodb:" + "".join(word.capitalize() for word in call.split("_")) for call in calls}
    assert len(needed) == 6
    allowed = {
        action
        for statement in statements("WorkRole")
        for action in listed(statement["Action"])
        if statement["Resource"] in ({"GetAtt": "Table.Arn"}, {"Sub": "${Table.Arn}/index/due"})
    }
    assert allowed == needed


def test_visitors_can_neither_list_nor_delete_nor_send() -> None:
    actions = {action for statement in statements("AnswerRole") for action in listed(statement["Action"])}
    assert actions == {
        "dynamodb:GetItem", "dynamodb:PutItem", "logs:CreateLogStream", "logs:PutLogEvents",
    }  # fmt: skip


def test_each_function_has_the_environment_that_it_reads() -> None:
    source = (package.ROOT / "functions/forms/aws.py").read_text()
    read = {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and re.fullmatch(r"FORMS_[A-Z]+", str(node.value))
    }
    assert len(read) == 5
    functions = template.of_type("Lambda::Function")
    assert set(functions) == {"Answer", "Work"}
    for function in functions.values():
        variables = function["Environment"]["Variables"]
        assert set(variables) == read
        assert variables["FORMS_SITE"] == package.FOLDER
        assert function["Handler"].rpartition(".")[0] == package.ENTRY


def test_secrets_are_not_shown() -> None:
    parameters = template.read()["Parameters"]
    hidden = {name for name, parameter in parameters.items() if parameter.get("NoEcho")}
    assert hidden == {"Keys", "OriginSecret", "OtherOriginSecret"}
    for name in ("OriginSecret", "OtherOriginSecret"):  # the two are joined with a comma
        assert not re.fullmatch(parameters[name]["AllowedPattern"], "a" * 32 + ",")


def test_a_run_of_the_worker_ends_before_its_time() -> None:
    work = template.of_type("Lambda::Function")["Work"]
    assert work["Timeout"] >= 45 + outbox.LEASE  # what `drain` takes, and one item more


def test_the_nudge_cannot_block() -> None:
    nudge = template.of_type("Lambda::EventSourceMapping")["Nudge"]
    assert (nudge["MaximumRetryAttempts"], nudge["MaximumRecordAgeInSeconds"]) == (1, 60)
    assert nudge["BisectBatchOnFunctionError"] is True
    schedules = template.of_type("Events::Rule")
    assert schedules["EveryMinute"]["ScheduleExpression"] == "rate(1 minute)"
    assert json.loads(schedules["EveryDay"]["Targets"][0]["Input"]) == {"task": "expire"}


# What is watched


def value_of(selector: str, line: Any) -> Any:
    """Return what a selector such as `$.worker.dead` finds in a line, or None."""
    for name in selector.removeprefix("$.").split("."):
        line = line.get(name) if isinstance(line, dict) else None
    return line


def metrics(line: Any) -> Iterator[tuple[str, Any]]:
    """Yield what the metric filters make of a line of the worker's log."""
    for made in template.of_type("Logs::MetricFilter").values():
        [change] = made["MetricTransformations"]
        selector, operator, number = re.fullmatch(  # type: ignore[union-attr]
            r"\{ (\$[\w.]+) (>=|>) (\d+) \}", made["FilterPattern"]
        ).groups()
        found = value_of(selector, line)
        if found is not None and (found >= int(number) if operator == ">=" else found > int(number)):
            yield change["MetricName"], value_of(change["MetricValue"], line)


class Refusing:
    def send(self, *_: object) -> str:
        raise Permanent("550")


@pytest.fixture
def worker_lines(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> Iterator[Any]:
    """Give a function that accepts a form, works, and returns what the worker wrote."""
    caplog.set_level("INFO", "forms")
    store = SQLite(tmp_path / "forms.sqlite")

    def lines(mailer: object, settings: Settings = builders.SETTINGS) -> Any:
        home = aws.Home(builders.DEFINITIONS, store, builders.KEYS, settings, ("new", "old"))
        monkeypatch.setattr(aws, "home", lambda: home)
        monkeypatch.setattr(aws, "_mailer", lambda: mailer)
        assert aws.answer(event("POST", "/f/contact", GOOD["contact"]))["statusCode"] == 303
        aws.work({})
        return json.loads(caplog.records[-1].getMessage())

    yield lines
    store.close()


def test_the_worker_writes_the_figures_that_are_watched(worker_lines: Any) -> None:
    found = dict(metrics(worker_lines(Refusing())))
    assert found["Dead"] == 2  # our own mailbox refuses its mail, and the word about the visitor's
    assert found["OldestUnsentSeconds"] == 0


def test_the_worker_writes_how_much_of_the_mail_cap_is_used(worker_lines: Any) -> None:
    settings = builders.SETTINGS._replace(mails_per_day=2)
    assert dict(metrics(worker_lines(Letterbox(), settings)))["MailCapUsedPercent"] == 50


def test_mail_that_waits_has_an_age() -> None:
    assert dict(metrics({"worker": {"oldest_unsent_seconds": 901}})) == {"OldestUnsentSeconds": 901}
    assert dict(metrics({"worker": {"failed": "StoreDown"}})) == {}


def test_each_alarm_has_its_metric_and_tells_somebody() -> None:
    known = {"5xx"} | {
        made["MetricTransformations"][0]["MetricName"]
        for made in template.of_type("Logs::MetricFilter").values()
    }
    alarms = template.of_type("CloudWatch::Alarm")
    assert {alarm["MetricName"] for alarm in alarms.values()} == known
    for alarm in alarms.values():
        assert alarm["AlarmActions"] == [{"Ref": "Alarms"}]
    oldest = alarms["OldestUnsentAlarm"]
    assert (oldest["Threshold"], oldest["TreatMissingData"]) == (900, "breaching")
