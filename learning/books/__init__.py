"""Books: a course as PDF, and each module as one HTML file, to read without a network and to hand out on paper.

Its words: a *book* is one such file of one revision of a course; an *edition* is for learners (without answers) or for
trainers (with answers). What a book says is what the pages say: the same renderings go through one template into a
tree (`tree`), are bound into one text (`binding`: links, headings, words used), and become a file, by hand (HTML) or by
Typst (`press`, PDF). Books are made beside the pages, once for each revision, and may be made again. It may ask
`lessons`, `quiz`, `courses` and all below.
"""
