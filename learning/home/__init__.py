"""The pages that bring rooms together: home, the list of courses, a course, my learning, and the site's statements.

Touches courses, cohorts, progress, the review and the law; holds nothing of its own.
"""
