# ruff: noqa: RUF001 -- dashes in titles
"""Headlines without the name of the site."""

import pytest

from feedsvc.parsers.webpage.headline import headline_in, without_site


@pytest.mark.parametrize(
    ("title", "names", "bare"),
    [
        ("Ferry stays | Harbour Post", ["Harbour Post"], "Ferry stays"),
        ("Harbour Post: Ferry stays", ["harbour post"], "Ferry stays"),
        ("Ferry stays - News - Harbour Post", ["Harbour Post", "News"], "Ferry stays"),
        ("Harbour Post", ["Harbour Post"], "Harbour Post"),
        ("Ferry - what we know", ["Harbour Post"], "Ferry - what we know"),
        ("Ferry stays – HarbourPost.example", ["harbourpost.example"], "Ferry stays"),
        ("Ferry stays", [], "Ferry stays"),
    ],
)
def test_the_sites_name_is_removed_from_headlines(title, names, bare):
    assert without_site(title, names) == bare


@pytest.mark.parametrize(
    ("title", "shown", "headline"),
    [
        ("Ferry stays - Local - The Post", ["Ferry stays"], "Ferry stays"),
        ("The Post » Ferry stays", ["Ferry stays"], "Ferry stays"),
        ("Ferry stays on river | The Post", [], "Ferry stays on river"),
        ("Ferry | The Post of the harbour", [], "Ferry | The Post of the harbour"),
    ],
)
def test_the_headline_is_found_in_a_title_element(title, shown, headline):
    assert headline_in(title, [], shown) == headline
