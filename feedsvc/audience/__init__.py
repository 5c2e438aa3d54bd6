"""Who reads the feeds: programs told apart by what they call themselves, and counted a day."""

from feedsvc.audience.audience import FEED, Audience
from feedsvc.audience.programs import OTHER, PROGRAMS, Program, Role, Seen, recognise
from feedsvc.audience.tally import LONGEST_ADDRESS, LONGEST_AGENT, Tally
from feedsvc.catalog import KEPT_DAYS, DayFigures, NameFigures

__all__ = [
    "FEED",
    "KEPT_DAYS",
    "LONGEST_ADDRESS",
    "LONGEST_AGENT",
    "OTHER",
    "PROGRAMS",
    "Audience",
    "DayFigures",
    "NameFigures",
    "Program",
    "Role",
    "Seen",
    "Tally",
    "recognise",
]
