"""The world: a fake company, its customers and how they truly behave. Imports nothing of `app`, no Flask."""
