"""Courses: folders of text checked in, revisions served.

Words: course, module, activity (its kind is a lesson, a quiz, …), learning outcome, revision, blob. Reads id, title
and kind of an activity and hands the text up unread: what a kind of activity means is told by `Kind`, a table that the
application hands in. Touches the folder of courses, and the law for links in texts.
"""
