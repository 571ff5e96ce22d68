"""The face for the gateway of texts: what it calls us with."""
