"""What the runner writes down: pain, sitting, sessions done, the questions of the week."""
