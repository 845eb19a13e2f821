"""What the pages show, built in one place: views fetch and answer, templates only draw."""
