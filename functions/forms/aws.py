"""The forms on AWS: Lambda functions behind an API Gateway HTTP API, on DynamoDB and SES.

`answer` answers visitors (HTTP API event, version 2.0). `work` sends mail: the table's stream nudges it, a
schedule of one minute is what can be relied on, and a daily event {"task": "expire"} forgets what is old.

Environment: FORMS_TABLE; FORMS_SITE, the folder with `f/forms.json`; FORMS_KEYS, the JSON of
`installation.new_keys`; FORMS_SETTINGS, JSON with the names of Settings; FORMS_ORIGIN, one or two values of
the header `x-origin-secret`, apart by a comma, that only our own front sends.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from . import definitions, installation
from .definitions import Definitions
from .handler import handle
from .messages import Request, Response, plain
from .settings import Settings
from .stores import Store
from .stores.dynamo import DynamoDB
from .tokens import Keys

Event = Mapping[str, Any]


class Home(NamedTuple):
    """What a function has at hand for as long as it lives."""

    definitions: Definitions
    store: Store
    keys: Keys
    settings: Settings
    secrets: tuple[str, ...]


@cache
def home() -> Home:
    """Read the environment, once. Raises KeyError, OSError or ValueError: the function is set up wrongly."""
    given = os.environ
    installation.LOG.setLevel("INFO")
    return Home(
        definitions.load(Path(given["FORMS_SITE"])),
        DynamoDB(given["FORMS_TABLE"]),
        installation.read_keys(given["FORMS_KEYS"]),
        installation.read_settings(given.get("FORMS_SETTINGS", "")),
        tuple(secret for secret in given["FORMS_ORIGIN"].split(",") if secret),
    )


def answer(event: Event, context: object = None) -> dict[str, Any]:
    """Answer one visitor."""
    started, own = time.monotonic(), home()
    request = read(event)
    given = request.headers.get("x-origin-secret", "").encode()
    if not any(hmac.compare_digest(secret.encode(), given) for secret in own.secrets):
        response = plain(403, "Use the website's own address.\n", "not-our-front")
    else:
        response = handle(request, own.definitions, own.store, datetime.now(UTC), own.keys, own.settings)
    installation.log([(request, response)], time.monotonic() - started)
    return written(response)


def read(event: Event) -> Request:
    """Make a request of an HTTP API event (payload format version 2.0). A body that is not base64 is empty."""
    http = event["requestContext"]["http"]
    body = event.get("body") or ""
    try:
        content = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
    except ValueError:
        content = b""
    headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
    return Request(
        http["method"], event["rawPath"], event.get("rawQueryString", ""), headers, content, http["sourceIp"]
    )


def written(response: Response) -> dict[str, Any]:
    """Make the result of a response. A header that comes twice is joined, as the format has no list of them."""
    headers: dict[str, str] = {}
    for name, value in response.headers:
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return {
        "statusCode": response.status,
        "headers": headers,
        "body": response.body.decode("utf-8"),
        "isBase64Encoded": False,
    }


def work(event: Event, context: object = None) -> dict[str, Any]:
    """Send what is due, or forget what is old, and return what was done.

    It may take a minute: give it a longer time limit. It never raises: Lambda would give a failed record of
    the stream again and again, and block those after it.
    """
    try:
        from . import outbox

        own, now = home(), datetime.now(UTC)
        if event.get("task") == "expire":
            done: dict[str, Any] = {"expired": outbox.expire(own.store, now)}
        else:
            owner = str(getattr(context, "aws_request_id", "")) or os.urandom(8).hex()
            drained = outbox.drain(own.store, _mailer(), own.definitions, now, own.settings, owner)
            done = drained._asdict() | {"oldest_unsent_seconds": round(drained.oldest_unsent_seconds)}
            done |= done.pop("counts")
    except Exception as fault:  # noqa: BLE001 (see above; the schedule comes again in a minute)
        done = {"failed": type(fault).__name__}
    installation.LOG.info("%s", json.dumps({"worker": done}))
    return done


@cache
def _mailer() -> Any:
    from .mail.ses import SESMailer

    return SESMailer()
