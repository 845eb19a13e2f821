from .events import Event, EventQuerySet, Verb, what_can_happen
from .messages import Message, MessageQuerySet

__all__ = ["Event", "EventQuerySet", "Message", "MessageQuerySet", "Verb", "what_can_happen"]
