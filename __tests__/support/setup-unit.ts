process.env.LOG_LEVEL = "silent";
// A test that opens a database is in the wrong folder, and fails.
process.env.DATABASE_URL = "file:/dev/null/no-database-in-unit-tests.db";
