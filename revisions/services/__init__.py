"""What people do with proposals and cases: verbs with keyword-only arguments, each one transaction."""
