"""Hubs are told of feeds that changed, and tell their subscribers at once: W3C WebSub."""

from feedsvc.websub.background import Teller
from feedsvc.websub.notifying import Failure, Outcome, tell, tell_patiently
from feedsvc.websub.record import Record

__all__ = ["Failure", "Outcome", "Record", "Teller", "tell", "tell_patiently"]
