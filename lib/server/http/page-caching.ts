import type { ServerResponse } from "node:http";
import type { GetServerSideProps } from "next";
import { buildId } from "#lib/server/next/build-id";
import { getSite } from "#lib/server/site/site";
import { entityTag, isNotModified, isRead } from "./conditional.ts";

const PUBLIC = "public, max-age=0, must-revalidate";
const PRIVATE = "private, no-store";

/** Says of a page who may keep it: anyone, where it is the same for all who ask without being signed in, or nobody. */
export function setPageCaching(res: ServerResponse, isForAnyone: boolean): void {
  res.setHeader("Cache-Control", isForAnyone ? PUBLIC : PRIVATE);
}

/**
 * Gives a page that anyone may keep an entity tag, of all that it is made from: the same props make the same bytes in the
 * same build. Who has them already is told so, and they are not made. In development there is no tag.
 */
export function withEntityTag<Props extends object>(make: GetServerSideProps<Props>): GetServerSideProps<Props> {
  return async (context) => {
    const result = await make(context);
    const { req, res } = context;
    const isKept = isRead(req) && res.getHeader("Cache-Control") === PUBLIC;
    const build = buildId();
    if (!("props" in result) || !isKept || build === undefined) return result;
    const etag = entityTag(build, JSON.stringify(getSite(req)), JSON.stringify(await result.props));
    res.setHeader("ETag", etag);
    // Next makes no page of a response that has ended.
    if (isNotModified(req, etag)) res.writeHead(304).end();
    return result;
  };
}
