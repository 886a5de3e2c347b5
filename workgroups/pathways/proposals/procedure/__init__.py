"""How a proposal should be dealt with, as the secretary proposes; the table sees it from a day on."""
