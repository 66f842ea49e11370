import type { IncomingMessage } from "node:http";
import { authenticatePage } from "#lib/server/authentication";
import { isOwner } from "#lib/server/viewer";
import * as labels from "#lib/shared/labels/empty-site";
import { IMPORT_PAGE_PATH, WELCOME_PAGE_PATH } from "#lib/shared/owner-paths";
import type { Page } from "#lib/shared/post-query";
import { type NextStep, WRITE_PATH } from "#lib/shared/site";

/** What the viewer can do about a list without posts, as a prop; no prop where there are posts, or for a reader. */
export async function nextStepsProp(
  req: IncomingMessage,
  fallback: Record<string, Page<unknown>>,
): Promise<{ nextSteps?: NextStep[] }> {
  if (Object.values(fallback).some(({ items }) => items.length > 0)) return {};
  const viewer = await authenticatePage(req);
  if (!viewer.mayPost) return {};
  const write = { label: labels.writeTheFirst, url: WRITE_PATH };
  if (!isOwner(viewer)) return { nextSteps: [write] };
  return {
    nextSteps: [
      write,
      { label: labels.importPosts, url: IMPORT_PAGE_PATH },
      { label: labels.firstSteps, url: WELCOME_PAGE_PATH },
    ],
  };
}
