"""Papers: quizzes as revisions of a course have them, read once and kept by their hashes."""
