"""The learner’s briefing of lesson 9: its fields, its page, its files and its form."""
