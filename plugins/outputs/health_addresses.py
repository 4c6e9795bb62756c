"""Where the content health of a preview is: nothing else can be there, and no text can link to it."""

from __future__ import annotations

ADDRESS = "/health/"
JSON_ADDRESS = "/health.json"
HEALTH_ADDRESSES = (ADDRESS, JSON_ADDRESS)
