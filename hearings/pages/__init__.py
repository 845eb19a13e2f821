"""What the pages show, worked out before a template draws it."""
