"""One module a subject: its measures, its charts, its explorers, in this order."""
