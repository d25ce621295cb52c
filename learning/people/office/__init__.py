"""What those who run a course or the site do for other people: login cards, invitations, roles, closing accounts.

A part of the room `people`; it knows the tables of the room, and its pages share the room's blueprint.
"""
