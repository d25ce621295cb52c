"""The small course with a quiz that a person marks: a choice, a long answer, work to hand in."""

from __future__ import annotations

from pathlib import Path

START = "/courses/small/quizzes/work"
LONG, FILE = 2, 3
"""The numbers of the questions that a person marks."""

TEXT = """---
id: work
title: Work
pass_mark: 60%
shuffle: no
---
## How many branches? {#how-many-branches}

Choose one:
- [x] Nine
- [ ] Seven

Explanation: Nine are listed.
Source: C102 Parts II-X

## Should Arcadia accept Part III? {#arcadia-part-iii}

Long answer:
Words: 2 to 30
Model answer: Not yet, says the **model**.

Rubric:
| Criterion | 2 | 1 | 0 |
| --- | --- | --- | --- |
| Articles | all of them | one of them | none |
| Words | clear | | unclear |

Hint (cost 50%): Look at Article 18.
Explanation: Three waiting days are allowed.
Source: C102 Art. 18

## Hand in your comparison. {#comparison}

Hand in:
Accept: pdf, txt or a link, up to 1 MB

Rubric:
| Criterion | 3 | 0 |
| --- | --- | --- |
| Complete | yes | no |

Explanation: Article by Article.
Source: C102 Part III
"""


def add_work(course: Path) -> Path:
    """Put this quiz into the first module of a copy of the small course; return its folder."""
    (course / "10-first" / "40-work.quiz.md").write_text(TEXT, encoding="utf-8")
    return course
