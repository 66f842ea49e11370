import type { ServerResponse } from "node:http";
import { PRIVATE, PUBLIC } from "./reply.ts";

/** Says of a page who may keep it: anyone, where it is the same for all who ask without being signed in, or nobody. */
export function setPageCaching(res: ServerResponse, isForAnyone: boolean): void {
  for (const [name, value] of Object.entries(isForAnyone ? PUBLIC : PRIVATE)) res.setHeader(name, value);
}
