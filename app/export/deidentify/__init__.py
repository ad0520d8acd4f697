"""Taking people out of a document: names, numbers, addresses and dates, in both languages. An aid, no guarantee."""
