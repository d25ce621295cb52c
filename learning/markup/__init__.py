"""Markdown to sanitised HTML, and what is wrong with a text, line by line.

Three layers stand between what an author types and a reader's browser, and each is tested alone: raw HTML is off
(shown as text), an allow-list of elements, attributes and addresses (nh3), and the site's content security policy.
The package knows no room: whoever renders hands in how terms, articles, activities, images and pages are found
(`page.Links`). Words: a *document* is the body of a lesson, a *fragment* a prompt, an option or a remark.
"""
