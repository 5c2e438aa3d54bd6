"""The audience of feeds: programs by their User-Agent, and subscribers by day."""

from feedsvc.audience.audience import FEED, MAX_ADDRESS_LENGTH, MAX_AGENT_LENGTH, Audience, Tally
from feedsvc.audience.programs import OTHER, PROGRAMS, Program, Recognised, Role, recognise
from feedsvc.catalog import KEPT_DAYS, DayFigures, NameFigures

__all__ = [
    "FEED",
    "KEPT_DAYS",
    "MAX_ADDRESS_LENGTH",
    "MAX_AGENT_LENGTH",
    "OTHER",
    "PROGRAMS",
    "Audience",
    "DayFigures",
    "NameFigures",
    "Program",
    "Recognised",
    "Role",
    "Tally",
    "recognise",
]
