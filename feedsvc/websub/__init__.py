"""W3C WebSub for publishers: notify hubs of changed feeds, so that subscribers get them at once."""

from feedsvc.websub.background import Notifier
from feedsvc.websub.notifying import (
    Failure,
    NotificationLog,
    Outcome,
    notify,
    notify_with_retries,
)

__all__ = ["Failure", "NotificationLog", "Notifier", "Outcome", "notify", "notify_with_retries"]
