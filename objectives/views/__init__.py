"""The public pages: open to all, in force on a day one can choose."""
