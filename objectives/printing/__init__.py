"""Legal text on paper: the project's own fonts, and the engine that makes a page of it a tagged PDF."""
