"""What every page's frame needs to know."""
