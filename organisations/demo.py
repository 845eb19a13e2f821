"""The made-up people of the sample data: known to everyone, so never in production."""

DOMAIN = "demo.example"
PASSWORD = "laringsmal-demo"  # noqa: S105 -- it is printed when the demo starts
