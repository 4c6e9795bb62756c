"""Pelican's settings for the published site: no drafts, no examples, nothing undecided."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from pelicanconf import *  # noqa: F403 (after the path is set; settings build on settings)

PUBLISH = True
