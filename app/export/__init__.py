"""How a conversation leaves the desk: one document value, and one small writer a format."""
