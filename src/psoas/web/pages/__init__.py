"""The pages, one module for each tab of the app; each names its ``HANDLERS``."""
