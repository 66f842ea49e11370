// Cuts every connection to a database: node cut-connections.ts <address of another database> <name>
import pg from "pg";

const [url, name] = process.argv.slice(2);
const client = new pg.Client(url);
await client.connect();
await client.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1", [name]);
await client.end();
