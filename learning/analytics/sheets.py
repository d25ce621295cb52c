"""What a grade keeps of each question, as it lies in the store: read as it is, since thousands are read at once.

By question id: points won ("w") and possible ("of") as text, the outcome ("o"), seconds ("t"), the answers chosen ("c":
"field:place" in the text as written), and "d" where the question was dropped and does not count. See
`learning.quiz.grades`, which writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Sheet = Mapping[str, Mapping[str, Any]]
