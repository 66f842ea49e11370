// Runs a PostgreSQL, executes the commands of the parent process, and ends with it.
import { startPostgres } from "#support/start-postgres";

type Order = "start" | "stop" | "becomeStandby" | "discard" | { create: string };

const server = await startPostgres(process.argv.slice(2));
process.on("message", async (order: Order) => {
  if (typeof order === "object") await server.createDatabase(order.create);
  else await server[order]();
  process.send?.("done");
});
process.on("disconnect", () => void server.discard().then(() => process.exit()));
process.send?.({ port: server.port, url: server.url("") });
