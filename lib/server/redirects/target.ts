import type { DatabaseTransaction, RedirectsTable } from "#lib/server/db/tables";
import { Problem } from "#lib/server/problem";
import { NumericId } from "#lib/shared/params";
import { lookupPaths, normalizePath } from "#lib/shared/redirect-path";
import { parseTarget } from "#lib/shared/redirects";

/** A target as it is stored: one of the two is null. */
export type Target = Pick<RedirectsTable, "post_id" | "url">;

/** A target as it is requested. */
export type RequestedTarget = { post?: string | null | undefined; url?: string | null | undefined };

/** The page of a post, by its id alone or with any slug. */
const POST_PAGE = /^\/blog\/([1-9]\d*)(?:\/[^/?#]+)?$/;

async function requirePostTarget(trx: DatabaseTransaction, id: string, field: "post" | "url"): Promise<Target> {
  const found = NumericId.safeParse(id).success
    ? await trx.selectFrom("posts").select("id").where("id", "=", Number(id)).executeTakeFirst()
    : undefined;
  if (found) return { post_id: found.id, url: null };
  throw new Problem("validation", { fields: { [field]: [`There is no post ${id}`] } });
}

type Step = Pick<RedirectsTable, "path" | "post_id" | "url">;

/** The redirect that applies to a normalized path. @param seen the paths that lead here @returns `loop` where it is one of them */
async function findStep(trx: DatabaseTransaction, path: string, seen: Set<string>): Promise<Step | "loop" | undefined> {
  for (const candidate of lookupPaths(path)) {
    if (seen.has(candidate)) return "loop";
    const row = await trx
      .selectFrom("redirects")
      .select(["path", "post_id", "url"])
      .where("path", "=", candidate)
      .executeTakeFirst();
    if (row) return row;
  }
  return undefined;
}

/**
 * The target to store: a post where the URL is the page of one, and the end of the chain where it is redirected itself.
 * @param from the path of the redirect
 * @param origin the site's: a URL on it becomes a path
 * @throws {Problem} 400 for an unknown post, and for a chain that leads back to `from`
 */
export async function resolveTarget(
  trx: DatabaseTransaction,
  from: string,
  { post, url }: RequestedTarget,
  origin: string,
): Promise<Target> {
  if (typeof post === "string") return requirePostTarget(trx, post, "post");
  const wanted = url ?? "";
  const isOwn = wanted.startsWith(`${origin}/`) || wanted === origin;
  const own = isOwn ? wanted.slice(origin.length).replace(/^\/*/, "/") : wanted;
  let target: Target = { post_id: null, url: parseTarget(own) ?? own };
  const seen = new Set([from]);
  while (target.url?.startsWith("/")) {
    const [, id] = POST_PAGE.exec(target.url) ?? [];
    if (id !== undefined) return requirePostTarget(trx, id, "url");
    const path = normalizePath(target.url);
    const step = path === undefined ? undefined : await findStep(trx, path, seen);
    if (step === "loop") {
      const error = `A redirect must not lead to itself; ${own} leads back to ${from}`;
      throw new Problem("validation", { fields: { url: [error] } });
    }
    if (!step) break;
    seen.add(step.path);
    target = { post_id: step.post_id, url: step.url };
  }
  return target;
}
