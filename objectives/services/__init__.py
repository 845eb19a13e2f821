"""Writing to the register: verbs with keyword-only arguments."""
