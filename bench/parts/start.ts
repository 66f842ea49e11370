import path from "node:path";
import type { Engine } from "../engines.ts";
import { type Server, start } from "../server.ts";

/** Starts the program that decodes and encodes pictures as Octavo does. */
export const startImagePart = (): Promise<Server> =>
  start("image-part", { command: (port) => [path.resolve("bench/parts/image.ts"), String(port)], firstPath: "/" });

/** Starts the program that measures the parts of creating a post alone, on a database of its own. */
export async function startParts(engine: Engine): Promise<Server> {
  const url = await engine.newDatabase("parts");
  const command = (port: number) => [path.resolve("bench/parts/parts.ts"), url, String(port)];
  return start("parts", { command, firstPath: "/" });
}
