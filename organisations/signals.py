"""What happens here that apps above write in the journal: this app is the lowest and can't write it itself."""

from django.dispatch import Signal

# A specialty got another spesialitetskontakt. Sent inside the transaction that sets it, with `contact` (the
# SpecialtyContact), `previous` (an Organisation or None) and `by` (a User). Receivers may raise: then it is not set.
contact_changed = Signal()

# Somebody changed people, roles or bodies on the administration pages. Sent inside the page's transaction, with
# `subject` (the row), `action` («added», «changed» or «deleted»), `message` (Django's account of the fields) and `by`.
administered = Signal()
