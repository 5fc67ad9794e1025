"""What people see and other programs read: pages, charts, files."""
