process.env.LOG_LEVEL = "silent";
process.env.SAMPLE_POSTS = "false";
process.env.DATABASE_URL = "file::memory:";
process.env.WRITE_LIMIT = "0";
process.env.SEARCH_LIMIT = "0";
