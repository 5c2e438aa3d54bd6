"""Who reads the feeds: programs told apart by what they call themselves, and counted a day."""

from feedsvc.audience.audience import Audience
from feedsvc.audience.programs import OTHER, PROGRAMS, Program, Role, Seen, recognise
from feedsvc.audience.tally import Tally

__all__ = ["OTHER", "PROGRAMS", "Audience", "Program", "Role", "Seen", "Tally", "recognise"]
