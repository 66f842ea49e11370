import type { NextPageContext } from "next";
import { setPageCaching } from "#lib/server/http/page-caching";
import { contentSecurityPolicy } from "#lib/server/http/security-headers";
import { throwRecordedFailure } from "#lib/server/next/page-failure";
import { isReaderPath } from "#lib/shared/reader-path";
import type { Site } from "#lib/shared/site";
import { siteOfRequest } from "./site.ts";

/** Loads the site for the page of a request, and sets the headers that depend on its settings. */
export async function frameOfPage({ asPath = "", req, res }: NextPageContext): Promise<Site | undefined> {
  if (!req || !res) return undefined;
  throwRecordedFailure(req);
  const { isCurrent, site } = await siteOfRequest(req);
  const { analytics, ...rest } = site;
  if (!res.headersSent && !isCurrent) setPageCaching(res, false);
  if (!analytics || !isReaderPath(asPath)) return rest;
  if (!res.headersSent) res.setHeader("Content-Security-Policy", contentSecurityPolicy(new URL(analytics).origin));
  return site;
}
