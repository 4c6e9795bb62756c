"""Pelican's settings for a preview: every item, also drafts and examples, and no address of the site."""

import os
import sys

# Pelican adds only the current folder to the path, and loads settings files by their path.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from plugins.engine.build import SiteBuild
from plugins.engine.checking import IGNORED

PELICAN_CLASS = SiteBuild
PLUGINS = ["plugins.engine"]

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
CACHE_PATH = ".cache"
IGNORE_FILES = list(IGNORED)

SITENAME = ""
SITEURL = ""
TIMEZONE = "Europe/London"
# Pelican sets a locale for the whole process; ours names no month, but keeps files UTF-8.
LOCALE = ["C.UTF-8", "C"]

# Our own settings: whether this is the published site, its last published.json, the build's "now"
# (ISO 8601; SOURCE_DATE_EPOCH goes before it), whether to leave the cache aside, and where a preview is served.
PUBLISH = False
PUBLISHED_STATE = None
NOW = None
FULL_BUILD = False
LOCAL_URL = None

# Pelican's own articles, pages, feeds and static files idle: our generator makes every file.
ARTICLE_PATHS = []
PAGE_PATHS = []
STATIC_PATHS = []
THEME_STATIC_PATHS = []
DIRECT_TEMPLATES = []
DELETE_OUTPUT_DIRECTORY = False
RELATIVE_URLS = False
LOAD_CONTENT_CACHE = True
CACHE_CONTENT = False
FEED_ATOM = FEED_RSS = None
FEED_ALL_ATOM = FEED_ALL_RSS = None
CATEGORY_FEED_ATOM = CATEGORY_FEED_RSS = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
TAG_FEED_ATOM = TAG_FEED_RSS = None
TRANSLATION_FEED_ATOM = TRANSLATION_FEED_RSS = None
