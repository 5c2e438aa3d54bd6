"""Documents with random damage: the validator raises nothing and finishes in time.

MUTATIONS sets how many there are, 2,000 by default:

    MUTATIONS=200000 .venv/bin/pytest tests/validator/test_mutations.py --no-cov
"""

import os
import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.feeddocuments import ATOM, JSON, RSS

from feedsvc.validator import engine as _engine  # noqa: F401 - loads all rules
from feedsvc.validator import validate
from feedsvc.validator.registry import RULES

MUTATIONS = int(os.environ.get("MUTATIONS", "2000"))
SECONDS = 5
"""The time limit for a document of this size, even on a busy machine."""
FEEDS = [data.encode() for data in (RSS, ATOM, JSON)]
EXAMPLES = [tested.bad.data for tested in RULES if len(tested.bad.data) < 20_000]
TOKENS = [
    *(
        "<",
        ">",
        "/",
        '"',
        "'",
        "&",
        ";",
        ":",
        "=",
        "&amp;",
        "&#0;",
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
    ),
    *("<item>", "</item>", "<?", "?>", "xmlns:a='b'", "<!DOCTYPE a [", "<!ENTITY a 'b'>", "&a;"),
    *(
        "{",
        "}",
        "[",
        "]",
        ",",
        "null",
        "1e999",
        "\\u0000",
        "\ud83d\ude00",
        "\ufeff",
        "\x85",
        "9" * 400,
    ),
]
EDITS = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 40),
        st.one_of(
            st.binary(max_size=12),
            st.sampled_from(TOKENS).map(lambda token: token.encode("utf-8", "replace")),
        ),
    ),
    min_size=1,
    max_size=8,
)


def share(part: float) -> settings:
    """Run a share of the mutations."""
    return settings(
        max_examples=max(int(MUTATIONS * part), 1),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def check(data: bytes) -> None:
    start = time.process_time()
    report = validate(data, location="https://news.example/rss.xml")
    assert time.process_time() - start < SECONDS
    for finding in report.findings:
        assert finding.line >= 0
        assert finding.message


def mutated(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """Replace bytes by others, at fractions of the length."""
    for part, length, new in edits:
        at = int(part * len(data))
        data = data[:at] + new + data[at + length :]
    return data


@share(0.5)
@given(data=st.sampled_from(FEEDS), edits=EDITS)
def test_mutated_feeds_raise_nothing(data, edits):
    check(mutated(data, edits))


@share(0.4)
@given(data=st.sampled_from(EXAMPLES), edits=EDITS)
def test_mutated_examples_of_all_rules_raise_nothing(data, edits):
    check(mutated(data, edits))


@share(0.05)
@given(data=st.binary(max_size=300))
def test_any_bytes_raise_nothing(data):
    check(data)
    assert validate(data).findings


@share(0.05)
@given(tokens=st.lists(st.sampled_from(TOKENS), max_size=30))
def test_any_tokens_raise_nothing(tokens):
    check("".join(tokens).encode("utf-8", "replace"))
