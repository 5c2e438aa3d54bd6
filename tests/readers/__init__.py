"""Feed readers that people use, each driven as its users drive it."""

from readers.node import Feedsmith, RssParser
from readers.programs import Newsboat, Rss2email
from readers.python import Feedparser, ReaderLibrary

READERS = (Feedparser, ReaderLibrary, Newsboat, Rss2email, RssParser, Feedsmith)
