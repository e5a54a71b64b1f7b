"""What the lessons of Shifting Sands share; each module imports only from the floors below it."""
