"""What Lambda calls: `deploy.entry.answer` and `deploy.entry.work`.

Lambda's own log format puts a level, a time and an id before each line. CloudWatch reads figures only out of
a line that is JSON and nothing else, and ours are: so they are written as they are.
"""

from __future__ import annotations

import logging

from functions.forms.aws import answer, work

__all__ = ["answer", "work"]

for _handler in logging.getLogger().handlers:
    _handler.setFormatter(logging.Formatter("%(message)s\n"))
