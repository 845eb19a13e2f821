"""What the public pages show, each built in one place: views fetch and answer, templates only draw."""
