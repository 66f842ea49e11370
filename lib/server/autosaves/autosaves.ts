import { type Selectable, sql } from "kysely";
import type { AutosavesTable, Database, DatabaseTransaction } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { storeAutosaveImages } from "#lib/server/images/uses";
import { nextCursor, parseCursor, takePage } from "#lib/server/pagination";
import { fitBytes } from "#lib/server/posts/list/page-size";
import { Problem } from "#lib/server/problem";
import type { Viewer } from "#lib/server/viewer";
import {
  AUTOSAVE_START_MAX,
  AUTOSAVES_MAX,
  type Autosave,
  type AutosaveInput,
  type AutosaveSummary,
  type AutosavesQuery,
} from "#lib/shared/autosaves";
import { PAGE_DEFAULT } from "#lib/shared/params";

/** Each account has autosaves of its own: an id of another account's autosave is a free one. */
type Key = { account: string; id: string };
type Row = Selectable<AutosavesTable>;

const toIso = (milliseconds: number) => new Date(milliseconds).toISOString();

function toAutosave({ base_version, created_at, fields, id, post_id, updated_at, version }: Row): Autosave {
  return {
    id,
    post: post_id,
    baseVersion: base_version,
    ...(JSON.parse(fields) as Omit<AutosaveInput, "post" | "baseVersion">),
    version,
    createdAt: toIso(created_at),
    updatedAt: toIso(updated_at),
  };
}

function toSummary(row: Row): AutosaveSummary {
  const { content = "", ...rest } = toAutosave(row);
  return { ...rest, contentStart: content.slice(0, AUTOSAVE_START_MAX).toWellFormed() };
}

export const autosaveEtag = ({ id, version }: Pick<Autosave, "id" | "version">) => `"${id}-${version}"`;

const byKey = (db: Database, { account, id }: Key) =>
  db.selectFrom("autosaves").selectAll().where("account_id", "=", account).where("id", "=", id);

/** Loads an autosave of the account. @throws {Problem} 404 */
export async function requireAutosave(db: Database, key: Key): Promise<Autosave> {
  const row = await byKey(db, key).executeTakeFirst();
  if (row) return toAutosave(row);
  throw new Problem("not-found", { title: "Autosave not found" });
}

/** The account's newest autosave of a post. */
export async function findAutosave(db: Database, account: string, post: string): Promise<Autosave | null> {
  const row = await db
    .selectFrom("autosaves")
    .selectAll()
    .where("account_id", "=", account)
    .where("post_id", "=", post)
    .orderBy("updated_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ? toAutosave(row) : null;
}

/** The size of an autosave's fields in bytes, which both engines know without reading them. */
const fieldBytes = sql<number>`octet_length(fields)`.as("bytes");

/**
 * Lists the autosaves of an account, the last one saved first; `next` is the next cursor. A page ends where the stored fields
 * exceed PAGE_BYTES_MAX, and has one autosave at least.
 */
export async function listAutosaves(
  db: Database,
  account: string,
  { after, limit = PAGE_DEFAULT, post }: AutosavesQuery,
) {
  const name = `autosaves ${account}`;
  const position = await parseCursor(db, name, after);
  const list = db
    .selectFrom("autosaves")
    .where("account_id", "=", account)
    .$if(post !== undefined, (query) => query.where("post_id", "=", post as string))
    .$if(position !== undefined, (query) =>
      query.where((eb) =>
        eb(eb.refTuple("updated_at", "id"), "<", eb.tuple(Number(position?.[0]), String(position?.[1]))),
      ),
    )
    .orderBy("updated_at", "desc")
    .orderBy("id", "desc");
  const sizes = await list
    .select(fieldBytes)
    .limit(limit + 1)
    .execute();
  const count = fitBytes(sizes.slice(0, limit), ({ bytes }) => Number(bytes)).length;
  const rows = await list
    .selectAll()
    .limit(count + 1)
    .execute();
  const { page, last } = takePage(rows, count);
  return { autosaves: page.map(toSummary), next: await nextCursor(db, name, last && [last.updated_at, last.id]) };
}

async function requireRoom(trx: DatabaseTransaction, account: string): Promise<void> {
  const { count } = await trx
    .selectFrom("autosaves")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("account_id", "=", account)
    .executeTakeFirstOrThrow();
  if (Number(count) >= AUTOSAVES_MAX) throw new Problem("too-many-autosaves");
}

/**
 * Stores the text in an editor.
 * @param precondition throws where the stored autosave does not match the request's If-Match or If-None-Match
 * @throws {Problem} 409 for one more than AUTOSAVES_MAX; and the errors of the precondition
 */
export async function putAutosave(
  db: Database,
  key: Key,
  input: AutosaveInput,
  precondition: (current: Autosave | undefined) => void,
  now = Date.now(),
): Promise<Autosave> {
  for (;;) {
    const row = await inTransaction(db, async (trx) => {
      const before = await byKey(trx, key).executeTakeFirst();
      precondition(before && toAutosave(before));
      const stored = await (before ? updateRow(trx, before, input, now) : insertRow(trx, key, input, now));
      if (stored) await storeAutosaveImages(trx, stored, stored.fields);
      return stored;
    });
    // Otherwise another request stored or deleted it meanwhile: check the precondition again.
    if (row) return toAutosave(row);
  }
}

function toColumns({ baseVersion = null, post = null, ...fields }: AutosaveInput, now: number) {
  return { post_id: post, base_version: baseVersion, fields: JSON.stringify(fields), updated_at: now };
}

const updateRow = (trx: DatabaseTransaction, before: Row, input: AutosaveInput, now: number) =>
  trx
    .updateTable("autosaves")
    .set({ ...toColumns(input, now), version: before.version + 1 })
    .where("account_id", "=", before.account_id)
    .where("id", "=", before.id)
    .where("version", "=", before.version)
    .returningAll()
    .executeTakeFirst();

async function insertRow(trx: DatabaseTransaction, { account, id }: Key, input: AutosaveInput, now: number) {
  await requireRoom(trx, account);
  return trx
    .insertInto("autosaves")
    .values({ account_id: account, id, ...toColumns(input, now), version: 1, created_at: now })
    .onConflict((conflict) => conflict.columns(["account_id", "id"]).doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** Deletes an autosave, if the account has it. */
export async function deleteAutosave(db: Database, { account, id }: Key): Promise<void> {
  await db.deleteFrom("autosaves").where("account_id", "=", account).where("id", "=", id).execute();
}

/** Deletes the autosave that a saved text was written from, in the transaction that saves it. */
export async function deleteSavedAutosave(
  trx: DatabaseTransaction,
  { autosave }: { autosave?: string | undefined },
  { account }: Pick<Viewer, "account">,
): Promise<void> {
  if (autosave !== undefined && account) await deleteAutosave(trx, { account: account.id, id: autosave });
}
