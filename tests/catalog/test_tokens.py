"""Tokens in the catalog, on every database: added once, checked by their hash, revoked."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.catalogfolder import AUTHORITY, NOON, SERVERS, fresh_folder

from feedsvc.catalog import Catalog, Token
from feedsvc.errors import TokenError


@pytest.fixture(params=SERVERS)
def catalog(request, tmp_path):
    with fresh_folder(request.param, tmp_path) as folder:
        yield folder.catalog


def test_a_token_opens_the_feed_it_is_for_until_it_is_revoked(catalog):
    every, one = catalog.tokens.add("anna", None, NOON), catalog.tokens.add("ben", "wire", NOON)
    assert every != one
    assert catalog.tokens.opens(every, "wire")
    assert catalog.tokens.opens(every, "letters")
    assert catalog.tokens.opens(one, "wire")
    assert not catalog.tokens.opens(one, "letters")
    assert catalog.tokens.revoke("anna")
    assert not catalog.tokens.revoke("anna")
    assert not catalog.tokens.opens(every, "wire")
    assert catalog.tokens.opens(one, "wire")


def test_tokens_are_listed_by_name_with_the_day_they_were_added(catalog):
    catalog.tokens.add("zoe", None, NOON)
    catalog.tokens.add("anna", "wire", NOON)
    assert catalog.tokens.all() == [
        Token(name="anna", feed="wire", added=NOON),
        Token(name="zoe", feed=None, added=NOON),
    ]


def test_a_name_has_one_token(catalog):
    token = catalog.tokens.add("anna", None, NOON)
    with pytest.raises(TokenError, match="'anna' has a token already"):
        catalog.tokens.add("anna", None, NOON)
    assert catalog.tokens.opens(token, "wire")


@given(token=st.text())
def test_no_other_token_opens_anything(shared_catalog, token):
    assert not shared_catalog.tokens.opens(token, "wire")


@pytest.fixture(scope="module")
def shared_catalog(tmp_path_factory):
    location = str(tmp_path_factory.mktemp("catalog") / "catalog.db")
    with Catalog.open(location, AUTHORITY) as catalog:
        catalog.tokens.add("anna", None, NOON)
        yield catalog


def test_opening_a_feed_costs_the_same_with_any_number_of_tokens(tmp_path):
    file = tmp_path / "catalog.db"
    with Catalog.open(str(file), AUTHORITY) as catalog:
        catalog.tokens.add("anna", None, NOON)
    query = "EXPLAIN QUERY PLAN SELECT digest, feed FROM tokens WHERE digest = x'00'"
    with closing(sqlite3.connect(file)) as connection:
        [plan] = [row[3] for row in connection.execute(query)]
    assert plan.startswith("SEARCH tokens USING INDEX")


def test_a_catalog_of_this_version_without_the_tokens_table_gets_it(tmp_path):
    file = tmp_path / "catalog.db"
    Catalog.open(str(file), AUTHORITY).close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DROP TABLE tokens")
    with Catalog.open(str(file), AUTHORITY) as catalog:
        assert catalog.tokens.all() == []
