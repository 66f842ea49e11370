import { ALL_TABLE_NAMES } from "#lib/server/copy/tables";
import type { MissingPrivilege } from "#lib/server/db/inspector";
import { type Check, type Finding, unfixable } from "../finding.ts";

const TABLES = [...ALL_TABLE_NAMES, "posts_search"];

const GRANT = "grant it to the role or user that Octavo runs as";

function privilegeFindings(missing: MissingPrivilege[]): Finding[] {
  const serving = missing.filter(({ isForMigrations }) => !isForMigrations);
  const migrating = missing.flatMap(({ isForMigrations, privilege }) => (isForMigrations ? privilege : []));
  const note = `this role can neither migrate nor repair indexes: it lacks ${migrating.join(" and ")}`;
  return [
    ...serving.map(({ privilege }) => unfixable(`Octavo lacks ${privilege}`, GRANT)),
    ...(migrating.length > 0
      ? [unfixable(note, "run migrate and doctor as the role that owns the tables", "note")]
      : []),
  ];
}

/** Whether the database may be read and written. */
export const privileges: Check = {
  name: "privileges",
  needsSchema: false,

  find: async ({ db, inspector }) => privilegeFindings(await inspector.missingPrivileges(db, TABLES)),
};
