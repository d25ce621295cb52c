"""What learners practised: a door for rooms above that make something of it."""
