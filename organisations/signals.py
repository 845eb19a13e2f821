"""What happens here that apps above write in the journal: this app is the lowest and can't write it itself."""

from django.dispatch import Signal

# A specialty got another spesialitetskontakt. Sent inside the transaction that sets it, with `contact` (the
# SpecialtyContact), `previous` (an Organisation or None) and `by` (a User). Receivers may raise: then it is not set.
contact_changed = Signal()
