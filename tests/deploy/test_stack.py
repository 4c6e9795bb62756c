"""The whole stack in MiniStack, on this machine: what CloudFormation makes, and that a form's mail goes out."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from deploy.package import package
from functions.forms import admin
from functions.forms.installation import new_keys
from tests.functions.forms.builders import FORM_TYPE, GOOD
from tests.functions.forms.stores import emulators
from tests.functions.forms.test_aws import lambda_function
from tests.functions.forms.test_local import write_site

from . import template
from .test_template import metrics

SECRET, OTHER = "n" * 32, "o" * 32
SENDER = "website@team.example"
FIGURE = 5.0
"""Seconds from a form that is accepted to its mail."""


class Stack:
    """A stack that is up, and the clients to look at it."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self.folder = address, folder
        self.environment: dict[str, str] = {}
        self.outputs: dict[str, str] = {}
        self.functions: list[str] = []
        self._clients: dict[str, Any] = {}

    def client(self, service: str) -> Any:
        if service not in self._clients:
            self._clients[service] = emulators.client(service, self.address)
        return self._clients[service]

    def close(self) -> None:
        for client in self._clients.values():
            client.close()

    def create(self, text: str) -> None:
        write_site(self.folder / "site")
        self.client("s3").create_bucket(
            Bucket="code", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"}
        )
        code = package(self.folder / "site").content
        self.client("s3").put_object(Bucket="code", Key="forms.zip", Body=code)
        self.client("sesv2").create_email_identity(EmailIdentity=SENDER)
        parameters = {
            "CodeBucket": "code", "CodeKey": "forms.zip", "Keys": new_keys(), "OriginSecret": SECRET,
            "OtherOriginSecret": OTHER, "Settings": json.dumps({"sender": SENDER}), "MailIdentity": SENDER,
            "AlarmMailbox": "alarms@team.example",
        }  # fmt: skip
        given = [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()]
        self.client("cloudformation").create_stack(
            StackName="forms", TemplateBody=text, Capabilities=["CAPABILITY_IAM"], Parameters=given
        )
        found = self.settled()
        assert found["StackStatus"] == "CREATE_COMPLETE", found
        self.outputs = {output["OutputKey"]: output["OutputValue"] for output in found["Outputs"]}

    def settled(self) -> dict[str, Any]:
        """Return the stack's description, once nothing is in progress."""
        while True:
            [found] = self.client("cloudformation").describe_stacks(StackName="forms")["Stacks"]
            if not found["StackStatus"].endswith("IN_PROGRESS"):
                return dict(found)
            time.sleep(0.05)

    def resources(self) -> dict[str, str]:
        """Return the name in the cloud of each resource."""
        found = self.client("cloudformation").describe_stack_resources(StackName="forms")["StackResources"]
        return {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in found}

    def ask(
        self, method: str, path: str, answers: Mapping[str, object] | None = None, secret: str = SECRET
    ) -> tuple[int, dict[str, str], str]:
        """Send a request to the HTTP API, as our own front would."""
        port = int(self.address.rpartition(":")[2])
        name = self.outputs["ApiHost"].partition(".")[0]
        server = HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Host": f"{name}.execute-api.localhost:{port}", "x-origin-secret": secret, **FORM_TYPE}
        try:
            server.request(method, path, urlencode(answers or {}, doseq=True), headers)
            answer = server.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        finally:
            server.close()

    def items(self) -> list[dict[str, Any]]:
        rows = self.client("dynamodb").scan(TableName=self.outputs["TableName"])["Items"]
        return [json.loads(row["body"]["S"]) for row in rows if "body" in row]

    def seconds_to_mail(self, number: int, limit: float) -> float:
        """Wait until all mail of that many submissions is sent."""
        started = time.monotonic()
        while time.monotonic() < started + limit:
            items = self.items()
            if len(items) == number and all(
                item["outbox"] and all(entry["state"] == "sent" for entry in item["outbox"]) for item in items
            ):
                return time.monotonic() - started
            time.sleep(0.05)
        pytest.fail(f"mail is not sent: {self.items()}")


@contextmanager
def stack(folder: Path, text: str = "", **environment: str) -> Iterator[Stack]:
    """Give the stack of a template, in a MiniStack of its own."""
    python = emulators.ministack_python()
    command = [str(python), "-m", "hypercorn", "ministack.app:app", "--log-level", "ERROR", "--bind"]
    limits = {
        "S3_DATA_DIR": str(folder), "TMPDIR": str(folder), "LOG_LEVEL": "ERROR", "MINISTACK_REGION": "eu-west-2",
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "PYTHONDONTWRITEBYTECODE": "1", **environment,
    }  # fmt: skip
    with emulators.served(command, limits, folder) as address:
        made = Stack(address, folder)
        try:
            made.create(text or template.PATH.read_text("utf-8"))
            yield made
        finally:
            made.close()


def allow_mail(made: Stack) -> None:
    """Let the worker send for any identity: MiniStack asks for "*" where SES asks for the identity itself."""
    statement = {"Effect": "Allow", "Action": "ses:SendEmail", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    made.client("iam").put_role_policy(
        RoleName=made.resources()["WorkRole"], PolicyName="mail", PolicyDocument=policy
    )


def invoke_work(made: Stack, event: dict[str, Any]) -> Any:
    answer = made.client("lambda").invoke(
        FunctionName=made.outputs["WorkName"], Payload=json.dumps(event).encode()
    )
    return json.load(answer["Payload"])


def administered(made: Stack, monkeypatch: pytest.MonkeyPatch, command: str) -> str:
    """Run a command of the administration on the stack's table, as somebody at a terminal would."""
    for name, value in (
        ("ENDPOINT_URL", made.address), ("REGION", "eu-west-2"), ("DEFAULT_REGION", "eu-west-2"),
        ("ACCESS_KEY_ID", "test"), ("SECRET_ACCESS_KEY", "test"),
    ):  # fmt: skip
        monkeypatch.setenv(f"AWS_{name}", value)
    said = io.StringIO()
    assert admin.main(["--store", f"dynamodb:{made.outputs['TableName']}", *command.split()], said) == 0
    return said.getvalue()


def test_a_forms_mail_goes_out_with_the_rights_of_the_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stack(tmp_path, AUTH="true") as made:  # which holds every call against the roles
        allow_mail(made)
        assert made.ask("GET", "/f/health")[::2] == (200, "ok")
        for secret, status in ((OTHER, 200), ("x" * 32, 403), ("", 403)):
            assert made.ask("GET", "/f/health", secret=secret)[0] == status
        assert made.ask("GET", "/elsewhere")[0] == 404

        status, headers, _ = made.ask("POST", "/f/contact", GOOD["contact"])
        assert (status, headers["Location"]) == (303, "/forms/contact/thank-you/")
        seconds = made.seconds_to_mail(1, 60)
        print(f"stream -> mail: {seconds:.1f} s (at most {FIGURE})")
        assert seconds <= FIGURE

        status, _, page = made.ask("POST", "/f/contact", {"name": "<b>"})
        assert (status, "&lt;b&gt;" in page) == (422, True)
        booked = {"name": "Ann Example", "email": "ann@mail.example", "event": "open-day"}
        assert made.ask("POST", "/f/booking", booked)[0] == 303
        assert made.ask("POST", "/f/newsletter", GOOD["newsletter"])[0] == 303
        made.seconds_to_mail(3, 60)
        assert {item.get("place") for item in made.items()} == {None, "place"}

        assert "1 in all; 0 with mail still to send" in administered(made, monkeypatch, "list --form contact")
        assert "newsletter: 0 active, 1 pending, 0 left" in administered(made, monkeypatch, "subscribers")
        assert made.client("sesv2").get_account()["SendQuota"]["SentLast24Hours"] >= 4
        for item in made.items():  # forgotten with the worker's own rights
            made.client("dynamodb").update_item(
                TableName=made.outputs["TableName"], Key={"pk": {"S": item["id"]}},
                UpdateExpression="SET expires = :then, body = :body",
                ExpressionAttributeValues={
                    ":then": {"N": "1"}, ":body": {"S": json.dumps({**item, "expires": 1})},
                },
            )  # fmt: skip
        assert invoke_work(made, {"task": "expire"}) == {"expired": 3}
        assert made.items() == []
        _nothing_is_accepted_without_the_right_to_keep_it(made)
        _the_log_can_be_read_by_the_filters(made)
        _the_table_outlives_the_stack(made)


def _nothing_is_accepted_without_the_right_to_keep_it(made: Stack) -> None:
    """Shows that MiniStack does hold calls against the roles."""
    role = made.resources()["AnswerRole"]
    client = made.client("iam")
    rights = client.get_role_policy(RoleName=role, PolicyName="answer")["PolicyDocument"]
    less = json.dumps(rights).replace('"dynamodb:PutItem"', '"dynamodb:BatchGetItem"')
    client.put_role_policy(RoleName=role, PolicyName="answer", PolicyDocument=less)
    status, _, page = made.ask("POST", "/f/contact", {**GOOD["contact"], "name": "Bea Example"})
    assert (status, "Bea Example" in page) == (503, True)
    assert made.items() == []


def _the_log_can_be_read_by_the_filters(made: Stack) -> None:
    """Run the worker in the runtime client that Lambda uses, and read what it would give to CloudWatch."""
    environment = {
        **made.client("lambda").get_function_configuration(FunctionName=made.outputs["WorkName"])["Environment"]["Variables"],
        "FORMS_SITE": str(made.folder / "site"), "AWS_ENDPOINT_URL": made.address, "AWS_LAMBDA_LOG_FORMAT": "Text",
    }  # fmt: skip
    with lambda_function("deploy.entry.work", environment, made.folder) as worker:
        done = worker.ask({})
    lines = (made.folder / "lambda.log").read_text().splitlines()
    assert [json.loads(line) for line in lines if "worker" in line] == [{"worker": done}]
    assert dict(metrics({"worker": done}))["OldestUnsentSeconds"] == 0


def _the_table_outlives_the_stack(made: Stack) -> None:
    cloud = made.client("cloudformation")
    cloud.delete_stack(StackName="forms")
    waited = time.monotonic() + 30
    while (
        time.monotonic() < waited
        and cloud.list_stacks(StackStatusFilter=["DELETE_IN_PROGRESS"])["StackSummaries"]
    ):
        time.sleep(0.05)
    assert made.client("lambda").list_functions()["Functions"] == []
    assert made.client("apigatewayv2").get_apis()["Items"] == []
    assert made.client("dynamodb").list_tables()["TableNames"] == [made.outputs["TableName"]]


@pytest.mark.slow
def test_the_schedule_finds_what_the_stream_misses(tmp_path: Path) -> None:
    text = template.PATH.read_text("utf-8")
    with stack(tmp_path, text) as made:
        nudge = made.resources()["Nudge"]
        made.client("lambda").delete_event_source_mapping(UUID=nudge)
        assert made.ask("POST", "/f/contact", GOOD["contact"])[0] == 303
        seconds = made.seconds_to_mail(1, 150)
        print(f"schedule -> mail: {seconds:.0f} s")
