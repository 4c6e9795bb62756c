"""The figures of `figures.py`, as ratios of one short run: a guard against falling far back, no measurement."""

from __future__ import annotations

from .figures import CORE, SDK, STANDARD, SUBMIT, accept, bare, imports, sdk_call, spent


def test_a_submission_costs_a_few_times_what_reading_and_signing_it_costs() -> None:
    """Three times, where it was measured."""
    own, least = spent((accept, bare), 300)
    assert own.p50 < 8 * least.p50


def test_a_submission_costs_a_small_part_of_the_call_that_keeps_it() -> None:
    """A sixth, where it was measured."""
    [own] = spent((accept,), 300)
    [call] = spent((sdk_call(),), 100)
    assert own.p50 < call.p50 / 3


def test_the_core_loads_little_besides_the_standard_library() -> None:
    """Less than twice as much, where it was measured."""
    _, _, times = imports(CORE, STANDARD, 3)
    assert times < 40 / 12


def test_the_function_of_the_cloud_loads_little_besides_its_sdk() -> None:
    """An eighth more, where it was measured."""
    _, _, times = imports(SUBMIT, SDK, 2)
    assert times < 1.5
