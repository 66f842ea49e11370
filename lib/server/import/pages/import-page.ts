import type { GetServerSidePropsContext, GetServerSidePropsResult, NextApiRequest } from "next";
import { denyUnlessOwner, loadList } from "#lib/server/accounts/pages/owner-page";
import { authenticatePage } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import type { Database } from "#lib/server/db/tables";
import { env } from "#lib/server/env";
import { handleFilePost, handleFormPost } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import { limitWrites } from "#lib/server/http/rate-limit";
import { Problem } from "#lib/server/problem";
import type { RejectedForm } from "#lib/shared/forms";
import { importOptionsIn, isImportRunning } from "#lib/shared/import-states";
import { type Import, type ImportEntry, ImportOptions } from "#lib/shared/imports";
import { IMPORT_PAGE_PATH, importEntriesPath, importPagePath, importPath } from "#lib/shared/owner-paths";
import { withoutNul } from "#lib/shared/params";
import type { Page } from "#lib/shared/post-query";
import { listEntries } from "../jobs/entries.ts";
import { listImports, requireJob, toImport } from "../jobs/jobs.ts";

// Lazily loaded, as in the endpoints.
const actions = () => import("../jobs/actions.ts");

/** Form actions of the page. Each does the same as an endpoint under pages/api/imports. */
function handleImportForm(
  { req, res }: GetServerSidePropsContext,
  viewer: Awaited<ReturnType<typeof authenticatePage>>,
) {
  if (req.method === "POST" && req.headers["content-type"]?.startsWith("multipart/form-data")) {
    const receive = async (request: NextApiRequest) => {
      const { uploadSource } = await actions();
      const { id } = await uploadSource(await database(), request, viewer);
      return importPagePath(id);
    };
    return handleFilePost({ req, res }, { form: "upload-source", limit: limitWrites, receive }, viewer.id);
  }
  const start = (state: "checking" | "importing") => async (values: Record<string, string>) => {
    const { id = "" } = values;
    const options = parse(ImportOptions, importOptionsIn(values));
    await (await actions()).changeImport(await database(), id, { state, options });
    return importPagePath(id);
  };
  return handleFormPost<never>(
    { req, res },
    {
      "check-import": start("checking"),
      "start-import": start("importing"),
      async "cancel-import"({ id = "" }) {
        await (await actions()).changeImport(await database(), id, { state: "cancelled" });
        return importPagePath(id);
      },
      async "delete-import"({ id = "" }) {
        await (await actions()).deleteStoredImport(await database(), id);
        return IMPORT_PAGE_PATH;
      },
    },
    viewer.id,
  );
}

export type ImportSummary = Pick<Import, "id" | "state" | "createdAt"> & { name: string };

export type ImportPageProps = {
  /** The import that the page shows; null where there is none. */
  id: string | null;
  /** The cursor of the page of its report's entries. */
  after: string | null;
  /** Accounts that may get the posts of authors. */
  accounts: { name: string; email: string }[];
  /** How large a source may be, in MiB. */
  maxSize: number;
  others: ImportSummary[];
  refused: RejectedForm | null;
  fallback: Record<string, Import | Page<ImportEntry>>;
};

const summaryOf = ({ createdAt, files, id, state }: Import): ImportSummary => ({
  ...{ id, state, createdAt },
  name: files.map(({ name }) => name).join(", "),
});

/** The import that the page is about: the given one, or the newest. @throws {Problem} 404 */
async function importOf(db: Database, id: unknown, newest: Import | undefined): Promise<Import | undefined> {
  if (id === undefined) return newest;
  if (typeof id !== "string") throw new Problem("not-found");
  return toImport(await requireJob(db, withoutNul(id)));
}

/** Loads the owner's page of imports; notFound for an unknown import or an invalid cursor. */
export async function loadImportPage(
  context: GetServerSidePropsContext,
): Promise<GetServerSidePropsResult<ImportPageProps>> {
  const denied = await denyUnlessOwner(context.req, IMPORT_PAGE_PATH);
  if (denied) return denied;
  const viewer = await authenticatePage(context.req);
  return loadList(context, {
    path: IMPORT_PAGE_PATH,
    handleForm: () => handleImportForm(context, viewer),
    async load(cursor) {
      const db = await database();
      const { items } = await listImports(db, {});
      const shown = await importOf(db, context.query.id, items[0]);
      const fallback: ImportPageProps["fallback"] = {};
      if (shown) {
        fallback[importPath(shown.id)] = shown;
        if (shown.report && !isImportRunning(shown.state)) {
          const page = await listEntries(db, await requireJob(db, shown.id), cursor ? { after: cursor } : {});
          fallback[importEntriesPath(shown.id, cursor)] = { items: page.items, ...(page.next && { next: page.next }) };
        }
      }
      return {
        id: shown?.id ?? null,
        accounts: await db
          .selectFrom("accounts")
          .select(["name", "email"])
          .where("suspended_at", "is", null)
          .orderBy("createdAt")
          .limit(1_000)
          .execute(),
        maxSize: env().IMPORT_BYTES_LIMIT,
        others: items.filter(({ id }) => id !== shown?.id).map(summaryOf),
        fallback,
      };
    },
  });
}
