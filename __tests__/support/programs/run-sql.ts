// Executes one SQL statement on PostgreSQL: node run-sql.ts postgres://… "delete from …"
import pg from "pg";

const [url, statement = ""] = process.argv.slice(2);
const client = new pg.Client(url);
await client.connect();
await client.query(statement);
await client.end();
