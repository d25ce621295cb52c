"""Words that all rooms share: identifiers, scores, problems, errors, languages. Knows no other room, no framework."""
