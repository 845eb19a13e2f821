"""What a region of a page shows, built beside the views: everything is fetched here, and nothing in a template."""
