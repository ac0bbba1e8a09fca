"""What holds for all tests: property tests take their time, and the same examples each run."""

from hypothesis import settings

settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")
