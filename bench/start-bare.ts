import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Recorded } from "./record.ts";
import { folder, type Server, start } from "./server.ts";

/** Starts a server that sends recorded responses and does nothing else. */
export function startBare(name: string, responses: Recorded[]): Promise<Server> {
  const file = path.join(folder, `recorded-${name}.json`);
  writeFileSync(file, JSON.stringify(responses));
  const command = (port: number) => [path.resolve("bench/bare.ts"), file, String(port)];
  return start(`bare-${name}`, { command, firstPath: responses[0]?.url ?? "/" });
}
