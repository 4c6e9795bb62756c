"""A pattern that is made late finds what it would have found anyway, and is made once."""

from __future__ import annotations

import re

import pytest

from plugins.core.late_patterns import late


def test_a_late_pattern_does_what_a_pattern_does() -> None:
    pattern = late("(?P<word>a+)b", re.IGNORECASE)
    found = pattern.search("xAAb")
    assert found is not None
    assert (found["word"], found.span()) == ("AA", (1, 4))
    assert pattern.match("xab") is None
    assert pattern.sub("-", "aB ab") == "- -"
    assert [match[0] for match in pattern.finditer("ab aab")] == ["ab", "aab"]
    assert (pattern.pattern, pattern.groups) == ("(?P<word>a+)b", 1)


def test_a_late_pattern_is_made_on_its_first_use() -> None:
    pattern = late("(")
    with pytest.raises(re.error):
        pattern.match("x")


def test_what_was_found_once_is_there() -> None:
    pattern = late("a")
    assert pattern.match is pattern.match
