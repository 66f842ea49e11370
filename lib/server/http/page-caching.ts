import type { ServerResponse } from "node:http";
import type { GetServerSideProps } from "next";
import { buildId } from "#lib/server/next/build-id";
import { siteOfRequest } from "#lib/server/site/site";
import { SERIALIZED } from "#lib/shared/serialized-props";
import { entityTag, isNotModified, isRead } from "./conditional.ts";

const PUBLIC = "public, max-age=0, must-revalidate";
const PRIVATE = "private, no-store";

/** Sets Cache-Control of a page: public where it is the same for every anonymous viewer, else private. */
export function setPageCaching(res: ServerResponse, isPublic: boolean): void {
  res.setHeader("Cache-Control", isPublic ? PUBLIC : PRIVATE);
}

/**
 * Sets the ETag of a public page, computed before rendering: the same props give the same bytes in the same build. Where the
 * client has them already, responds 304 and nothing is rendered. No ETag in development. The page gets the JSON with its props.
 */
export function withEntityTag<Props extends object>(getProps: GetServerSideProps<Props>): GetServerSideProps<Props> {
  return async (context) => {
    const result = await getProps(context);
    const { req, res } = context;
    const isCacheable = isRead(req) && res.getHeader("Cache-Control") === PUBLIC;
    const build = buildId();
    if (!("props" in result) || !isCacheable || build === undefined) return result;
    const { isCurrent, site } = await siteOfRequest(req);
    if (!isCurrent) {
      setPageCaching(res, false);
      return result;
    }
    const props = await result.props;
    const serialized = JSON.stringify(props);
    const etag = entityTag(build, JSON.stringify(site), serialized);
    res.setHeader("ETag", etag);
    // Next renders no page for a response that has ended.
    if (isNotModified(req, etag)) res.writeHead(304).end();
    return { props: { ...props, [SERIALIZED]: serialized } };
  };
}
