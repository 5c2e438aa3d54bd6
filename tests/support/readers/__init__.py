"""Real feed readers, each used the way people use it."""

from support.readers.node import Feedsmith, RssParser
from support.readers.programs import Newsboat, Rss2email
from support.readers.python import Feedparser, ReaderLibrary

READERS = (Feedparser, ReaderLibrary, Newsboat, Rss2email, RssParser, Feedsmith)
