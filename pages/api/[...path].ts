import { route } from "#lib/server/http/route";
import { Problem } from "#lib/server/problem";

export const config = { api: { bodyParser: false } };

const notFound = () => {
  throw new Problem("not-found");
};

/** 404 for every path under /api that has no other handler. */
export default route({ GET: notFound, POST: notFound, PUT: notFound, PATCH: notFound, DELETE: notFound });
