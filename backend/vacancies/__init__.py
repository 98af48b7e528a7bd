"""Employers and their posts: by form, by file, by their own systems; public-welfare posts and who comes first."""
