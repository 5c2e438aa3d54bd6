"""The audience: programs are known by what they say, figures add up, and no address is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.audience import OTHER, PROGRAMS, Role, recognise

# Programs


@pytest.mark.parametrize(
    ("agent", "program", "subscribers", "feed_id"),
    [
        (
            "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 42 subscribers; like "
            "FeedFetcher-Google)",
            "Feedly",
            42,
            "",
        ),
        (
            "Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 5 subscribers; )",
            "Inoreader",
            5,
            "",
        ),
        ("NewsBlur Feed Fetcher - 12 subscribers - http://www.newsblur.com/", "NewsBlur", 12, ""),
        (
            "Mozilla/5.0 (compatible; theoldreader.com; 3 subscribers; feed-id=5af3)",
            "The Old Reader",
            3,
            "5af3",
        ),
        ("Feedbin feed-id:1 - 5 subscribers", "Feedbin", 5, "1"),
        ("BazQux/2.4 (+https://bazqux.com/fetcher; 1 subscribers)", "BazQux Reader", 1, ""),
        ("Netvibes (http://www.netvibes.com; 8 subscribers; feedID: 77)", "Netvibes", 8, "77"),
        ("NewsGatorOnline/2.0 (http://www.newsgator.com; 2 subscribers)", "NewsGator", 2, ""),
        ("Bloglines/3.1 (http://www.bloglines.com; 1 subscriber)", "Bloglines", 1, ""),
        (
            "Feedfetcher-Google; (+http://www.google.com/feedfetcher.html; 1,024 subscribers; "
            "feed-id=99)",
            "Google",
            1024,
            "99",
        ),
        (
            "Overcast/1.0 Podcast Sync (5 subscribers; feed-id=12; +http://overcast.fm/)",
            "Overcast",
            5,
            "12",
        ),
        ("FreshRSS/1.24.1 (Linux; https://freshrss.org)", "FreshRSS", None, ""),
        ("Mozilla/5.0 (compatible; Miniflux/2.1.0; +https://miniflux.app)", "Miniflux", None, ""),
        ("NetNewsWire (RSS Reader; https://netnewswire.com/)", "NetNewsWire", None, ""),
        ("newsboat/2.32.0 (Linux x86_64)", "Newsboat", None, ""),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.6.0",
            "Thunderbird",
            None,
            "",
        ),
        ("AntennaPod/3.4.0", "AntennaPod", None, ""),
        ("Pocket Casts/1.0 (Feed Parser; +http://pocketcasts.com/)", "Pocket Casts", None, ""),
        ("python-reader/3.26 (+https://github.com/lemon24/reader)", "reader for Python", None, ""),
        ("feedparser/6.0.11 +https://github.com/kurtmckee/feedparser/", "feedparser", None, ""),
        ("Gull/1.0 (7 subscribers; feed-id=a)", OTHER, 7, "a"),
        ("Gull/1.0 (subscribers: 7)", OTHER, 7, ""),
        ("Mozilla/5.0 (compatible; GullBot/2; 3 readers)", OTHER, 3, ""),
        ("", OTHER, None, ""),
    ],
)
def test_a_program_is_known_by_what_it_says(agent, program, subscribers, feed_id):
    seen = recognise(agent)
    assert (seen.program, seen.subscribers, seen.feed_id) == (program, subscribers, feed_id)
    assert seen.role is Role.READER


@pytest.mark.parametrize(
    ("agent", "program"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Web browsers"),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Robots"),
        ("curl/8.5.0", "Tools"),
        ("W3C_Validator/1.3", "Validators and watchdogs"),
    ],
)
def test_a_visitor_follows_nothing(agent, program):
    assert recognise(agent)[:3] == (program, Role.VISITOR, None)


@pytest.mark.parametrize(
    "agent",
    ["Gull/1.0 (99999999999999999999 subscribers)", "Gull 999,999,999,999 subscribers", "4 Reader"],
)
def test_a_number_that_cannot_be_is_none(agent):
    assert recognise(agent).subscribers is None


@given(st.text(), st.sampled_from(["", "feedly ", "5 subscribers", "feed-id="]), st.text())
def test_any_user_agent_is_understood_somehow(before, middle, after):
    seen = recognise(before + middle + after)
    assert seen.program in {OTHER, *(program.name for program in PROGRAMS)}
    assert seen.subscribers is None or 0 <= seen.subscribers <= 10**8
    assert len(seen.feed_id) <= 64


def test_every_program_is_found_by_each_of_its_marks():
    names = [program.name for program in PROGRAMS]
    assert len(names) == len(set(names))
    for program in PROGRAMS:
        for mark in program.marks:
            assert mark == mark.lower()
            assert recognise(f"x {mark} y").program == program.name
