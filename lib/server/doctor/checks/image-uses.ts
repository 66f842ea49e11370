import { sql } from "kysely";
import type { Database } from "#lib/server/db/tables";
import { inReadSnapshot, inTransaction } from "#lib/server/db/transaction";
import { imageIdsIn, lockUsedImages } from "#lib/server/images/uses";
import { TEXT_COLUMNS } from "#lib/server/posts/text-columns";
import { withLineFeeds } from "#lib/server/site/site-text";
import { batchesOf, pause } from "../batches.ts";
import { type Check, type Context, Found, fixable } from "../finding.ts";

/** Texts per query. One has at most 250,000 characters. */
const BATCH = 50;

type Value = string | number;
type Row = Record<string, Value | null>;

/** Texts in which images may be used, with the columns of their key; and the table that says which they use. */
type Source = {
  noun: string;
  table: string;
  key: string[];
  texts: string[];
  uses: string;
  usesKey: string[];
};

const SOURCES: Source[] = [
  {
    ...{ noun: "revision", table: "revisions", key: ["post_id", "version"], texts: Object.values(TEXT_COLUMNS) },
    ...{ uses: "revision_images", usesKey: ["post_id", "version"] },
  },
  {
    ...{ noun: "autosave", table: "autosaves", key: ["account_id", "id"], texts: ["fields"] },
    ...{ uses: "autosave_images", usesKey: ["account_id", "autosave_id"] },
  },
  {
    ...{ noun: "text of the site", table: "site_texts", key: ["name"], texts: ["content"] },
    ...{ uses: "site_text_images", usesKey: ["name"] },
  },
  {
    ...{ noun: "profile", table: "accounts", key: ["id"], texts: ["bio", "image"] },
    ...{ uses: "account_images", usesKey: ["account_id"] },
  },
];

/** An image in a text of which `uses` does not say so: it would be deleted as unused. */
type Missing = { source: Source; key: Value[]; image: string };

const refs = (columns: string[]) => sql.join(columns.map((column) => sql.ref(column)));
const same = (key: Value[]) => sql`(${sql.join(key.map((value) => sql`${value}`))})`;

/** The next texts after a key. */
async function nextTexts(db: Database, { key, table, texts }: Source, after: Value[] | undefined): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select ${refs([...new Set([...key, ...texts])])} from ${sql.table(table)}
    ${after ? sql`where (${refs(key)}) > ${same(after)}` : sql``}
    order by ${refs(key)} limit ${sql.lit(BATCH)}`.execute(db);
  return rows;
}

async function imagesUsed(db: Database, { uses, usesKey }: Source, key: Value[]): Promise<string[]> {
  const { rows } = await sql<{ image: string }>`
    select image from ${sql.table(uses)} where (${refs(usesKey)}) = ${same(key)}`.execute(db);
  return rows.map(({ image }) => image);
}

async function missingIn(db: Database, source: Source, row: Row): Promise<Missing[]> {
  const text = (column: string) => String(row[column] ?? "");
  const ids = imageIdsIn(
    ...source.texts.map((column) => (source.table === "site_texts" ? withLineFeeds(text(column)) : text(column))),
  );
  if (ids.length === 0) return [];
  const key = source.key.map((column) => row[column] as Value);
  const used = new Set(await imagesUsed(db, source, key));
  return ids.filter((image) => !used.has(image)).map((image) => ({ source, key, image }));
}

async function* missingUses(context: Context): AsyncGenerator<Missing> {
  for (const source of SOURCES) {
    for (let after: Value[] | undefined; ; ) {
      const [rows, missing] = await inReadSnapshot(context.db, async (trx) => {
        const next = await nextTexts(trx, source, after);
        const found: Missing[] = [];
        for (const row of next) found.push(...(await missingIn(trx, source, row)));
        return [next, found] as const;
      });
      yield* missing;
      const end = rows.at(-1);
      if (!end) break;
      after = source.key.map((column) => end[column] as Value);
      await pause(context);
    }
  }
}

/** Whether it is stored of each image in a text that the text uses it: images that none uses are deleted. */
export const imageUses: Check = {
  name: "images in texts",
  needsSchema: true,

  async find(context) {
    const found = new Map<string, Found>();
    for await (const { image, key, source } of missingUses(context)) {
      const missing = found.get(source.noun) ?? new Found();
      found.set(source.noun, missing);
      missing.add(`${key.join(" ")} ${image.slice(0, 8)}…`);
    }
    return [...found].map(([noun, missing]) =>
      fixable(`counted as unused in a ${noun} that shows it, and deleted after 30 days: ${missing.of("image")}`),
    );
  },

  async fix(context) {
    for await (const batch of batchesOf(missingUses(context))) {
      await inTransaction(context.db, async (trx) => {
        await lockUsedImages(trx, [...new Set(batch.map(({ image }) => image))]);
        for (const { image, key, source } of batch) {
          // Not of a text that has been deleted meanwhile.
          await sql`
            insert into ${sql.table(source.uses)} (${refs(source.usesKey)}, image)
            select ${refs(source.key)}, ${image} from ${sql.table(source.table)}
            where (${refs(source.key)}) = ${same(key)} on conflict do nothing`.execute(trx);
        }
      });
    }
  },
};
