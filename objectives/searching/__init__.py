"""Finding læringsmål by words: what is meant by them, which wordings have them, and how the hits can be narrowed."""
