import { inTransaction } from "#lib/server/db/transaction";
import { type Check, fixable, repairAll, unfixable } from "../finding.ts";

/** Tables whose rows have words that may be nowhere else: they are never deleted to repair something. */
const WORDS = ["revisions", "autosaves"];

/** Whether rows that refer to others have them. */
export const references: Check = {
  name: "references",
  needsSchema: true,

  async find({ db, inspector }) {
    return (await inspector.findBrokenReferences(db)).map(({ parent, rows, table }) => {
      const what = `${rows} rows of ${table} belong to rows of ${parent} that do not exist`;
      return WORDS.includes(table)
        ? unfixable(what, `restore the rows of ${parent} from a backup; without them nobody can read these texts`)
        : fixable(what);
    });
  },

  async fix({ db, inspector }) {
    const broken = await inspector.findBrokenReferences(db);
    const tables = new Set(broken.flatMap(({ table }) => (WORDS.includes(table) ? [] : table)));
    await repairAll([...tables].map((table) => () => inTransaction(db, (trx) => inspector.deleteBroken(trx, table))));
  },
};
