"""What is typed about a project; the verbs set and validate."""
