"""Where the services' ports are kept in a relational database (SQLite or PostgreSQL)."""
