"""Hubs are told of feeds that changed, and tell their subscribers at once: W3C WebSub."""

from feedsvc.websub.background import Teller
from feedsvc.websub.record import Record
from feedsvc.websub.telling import Failure, Outcome, tell, tell_patiently

__all__ = ["Failure", "Outcome", "Record", "Teller", "tell", "tell_patiently"]
