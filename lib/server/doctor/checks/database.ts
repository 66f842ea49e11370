import { ALL_TABLE_NAMES } from "#lib/server/copy/tables";
import { recreateSearchIndex } from "#lib/server/search/recreate";
import { type Check, type Context, type Finding, fixable, repairAll, unfixable } from "../finding.ts";

const REMEDY = "restore a backup, or copy what can be read into a new database with npx octavo copy";
/** The virtual table of SQLite, whose damage is reported as an index's. */
const SEARCH_INDEX = "posts_search";

async function damagesOf({ db, inspector }: Context) {
  return inspector.findDamage(db, ALL_TABLE_NAMES);
}

/** Whether the stored pages are as they were written, as far as the engine can say. */
export const database: Check = {
  name: "database pages",
  needsSchema: false,

  async find(context) {
    const { checksumFailures, damages, unchecked } = await damagesOf(context);
    const counted = `the server has read ${checksumFailures} pages with a wrong checksum since it began to count`;
    return [
      ...damages.map(
        ({ index, what }): Finding =>
          index === undefined ? unfixable(what, REMEDY) : fixable(`index damaged: ${what}`),
      ),
      ...(checksumFailures > 0
        ? [unfixable(counted, "its log says which; once they are repaired, select pg_stat_reset()", "warning")]
        : []),
      ...unchecked.map(({ remedy, what }) => unfixable(`not checked: ${what}`, remedy, "note")),
    ];
  },

  async fix(context) {
    const { damages } = await damagesOf(context);
    const { db, inspector } = context;
    const indexes = new Set(damages.flatMap(({ index }) => index ?? []));
    await repairAll(
      [...indexes].map(
        (index) => () => (index === SEARCH_INDEX ? recreateSearchIndex(db) : inspector.rebuildIndex(db, index)),
      ),
    );
  },
};
