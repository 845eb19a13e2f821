"""The language of læringsmål: competence terms and their levels, and words with more than one spelling (SP-*)."""
