import type { IncomingMessage } from "node:http";
import type { GetServerSidePropsContext, GetServerSidePropsResult, Redirect } from "next";
import { authenticatePage } from "#lib/server/authentication";
import { Problem } from "#lib/server/problem";
import { isEditor, isOwner, type Viewer } from "#lib/server/viewer";
import { pathAfter } from "#lib/shared/owner-paths";
import type { Role } from "#lib/shared/roles";
import { redirectToSignIn } from "./return-path.ts";

type Denied = { redirect: Redirect } | { notFound: true };

const deny = ({ id }: Viewer, path: string): Denied => (id === null ? redirectToSignIn(path) : { notFound: true });

/**
 * Protects a page that only the owner may see.
 * @param path the page's, to return to after signing in
 * @returns the owner; for others `denied`, a result of `getServerSideProps`: the sign-in page, or 404
 */
export async function allowOwner(
  req: IncomingMessage,
  path: string,
): Promise<{ owner: Viewer; denied?: undefined } | { owner?: undefined; denied: Denied }> {
  const viewer = await authenticatePage(req);
  return isOwner(viewer) ? { owner: viewer } : { denied: deny(viewer, path) };
}

/** Protects a page as `allowOwner` does. @returns undefined for the owner, else `denied` */
export const denyUnlessOwner = async (req: IncomingMessage, path: string): Promise<Denied | undefined> =>
  (await allowOwner(req, path)).denied;

/** Protects a page that only the owner and editors may see. @returns the role, or `denied` as `allowOwner` returns it */
export async function allowEditor(
  req: IncomingMessage,
  path: string,
): Promise<{ role: Role; denied?: undefined } | { role?: undefined; denied: Denied }> {
  const viewer = await authenticatePage(req);
  return viewer.role !== null && isEditor(viewer) ? { role: viewer.role } : { denied: deny(viewer, path) };
}

type List<Refused, Rest> = {
  /** The path of the first page. */
  path: string;
  /** Handles the page's forms. @param back where to go afterwards: the same page of the list */
  handleForm: (back: string) => Promise<{ redirect: Redirect } | { refused: Refused }>;
  /** Loads the props that depend on the cursor. @throws {Problem} for an invalid cursor */
  load: (cursor: string | undefined) => Promise<Rest>;
};

type ListContext = Pick<GetServerSidePropsContext, "query" | "req">;
type ListResult<Refused, Rest> = GetServerSidePropsResult<{ after: string | null; refused: Refused } & Rest>;

/** Loads a page of a list; notFound for an invalid cursor. */
export async function loadList<Refused, Rest extends object>(
  { query }: Pick<ListContext, "query">,
  { path, handleForm, load }: List<Refused, Rest>,
): Promise<ListResult<Refused, Rest>> {
  const { after } = query;
  const cursor = typeof after === "string" && after !== "" ? after : undefined;
  const outcome = await handleForm(pathAfter(path, cursor));
  if ("redirect" in outcome) return outcome;
  try {
    return { props: { after: cursor ?? null, refused: outcome.refused, ...(await load(cursor)) } };
  } catch (error) {
    if (error instanceof Problem) return { notFound: true };
    throw error;
  }
}

/** Loads a page of a list that only the owner may see; notFound for an invalid cursor. */
export async function loadOwnerList<Refused, Rest extends object>(
  context: ListContext,
  list: List<Refused, Rest>,
): Promise<ListResult<Refused, Rest>> {
  return (await denyUnlessOwner(context.req, list.path)) ?? loadList(context, list);
}
