"""Problems that readers report on a page: they reach the trainers of the course, with the place.

Words: remark, place, settled. Touches people (who may read) and courses (which course a place belongs to).
"""
