import { route } from "#lib/server/http/route";
import { Problem } from "#lib/server/problem";

export const config = { api: { bodyParser: false } };

const notFound = () => {
  throw new Problem("not-found");
};

/** Every /api address that no other file serves. */
export default route({ GET: notFound, POST: notFound, PUT: notFound, PATCH: notFound, DELETE: notFound });
