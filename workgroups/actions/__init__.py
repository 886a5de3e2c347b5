"""The action agenda: one promise is what, which seat, by when."""
