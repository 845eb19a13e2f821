"""Vedlegg 2 as Lovdata publishes it: its outline, reading its XHTML, and what the reading would change."""
