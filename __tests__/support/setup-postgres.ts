import "./setup-server.ts";

process.env.TEST_ENGINE = "postgres";
