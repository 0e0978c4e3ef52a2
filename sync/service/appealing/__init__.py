"""Appeals against results: filed, accepted, looked into, decided, and looked at a second time by others."""
