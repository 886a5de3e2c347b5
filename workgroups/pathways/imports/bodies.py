"""How a file calls the organisations: by name, or by number where two have the same name."""

from collections import Counter
from collections.abc import Iterable

from workgroups.core.languages import pick
from workgroups.people.models import Organisation


class Bodies:
    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self.names = {body.id: body.name for body in organisations}
        called = Counter(name for names in self.names.values() for name in set(names.values()))
        self.ids = {name: key for key, names in self.names.items() for name in names.values() if called[name] == 1}
        self.ids |= {str(key): key for key in self.names}

    def called(self, key: int) -> str:
        name = pick(self.names.get(key, {}), "en")[0]
        return name if self.ids.get(name) == key else str(key)

    def find(self, said: str) -> int | None:
        """The organisation that a file means, by its name in either language; None when there is none."""
        return self.ids.get(said)
