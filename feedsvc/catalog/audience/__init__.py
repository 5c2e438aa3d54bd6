"""The figures of the audience: fetches and subscribers, stored by day."""
