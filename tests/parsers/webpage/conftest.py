"""Fixtures for the tests of web pages."""

import pytest

from feedsvc.parsers.webpage import maintext


@pytest.fixture(autouse=True)
def without_trafilatura(monkeypatch):
    """Find main text without trafilatura, even if it is installed."""
    monkeypatch.setattr(maintext, "has_trafilatura", lambda: False)
