"""What is wrong, where, and what to do: gathered in lists, never thrown one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a text, a form or a setting.

    `where` is "path:line" in a file, a field name in a form; `code` is a short stable name such as
    "no-explanation"; `detail` is a plain sentence that ends with the remedy; `severity` is "error"
    (not served) or "warning" (served, but worth mending).
    """

    where: str
    code: str
    detail: str
    severity: str = "error"

    @property
    def is_error(self) -> bool:
        """True when the thing with this problem may not be served."""
        return self.severity == "error"

    def at(self, path: str) -> Problem:
        """Return the same problem with `path` put before its line: "14" becomes "path:14"."""
        return replace(self, where=f"{path}:{self.where}" if self.where else path)

    def __str__(self) -> str:
        return f"{self.where}: {self.severity} [{self.code}] {self.detail}"
