import type { IncomingMessage } from "node:http";

/** Who is asking. */
export type Viewer = { mayPost: boolean };

/** Who sent a request. There are no accounts yet: everyone may post. */
export async function viewerOf(_req: IncomingMessage): Promise<Viewer> {
  return { mayPost: true };
}
