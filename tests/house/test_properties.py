"""Properties are judged by what they say, never by how busy the machine is."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

USUAL_DEADLINE_SECONDS = 0.2


@settings(max_examples=2)
@given(st.integers())
def test_a_slow_machine_fails_no_property(number):
    time.sleep(USUAL_DEADLINE_SECONDS + 0.05)
    assert isinstance(number, int)
