import type { Database } from "#lib/server/db/tables";

/** A database that records the SQL of its statements, except for reads of the content version; and the list of these. */
export function recordingStatements(db: Database): { on: Database; statements: string[] } {
  const statements: string[] = [];
  const compiler = db.getExecutor();
  const on = db.withPlugin({
    transformQuery({ node }) {
      const { sql } = compiler.compileQuery(node, { queryId: "recorded" });
      if (!sql.includes("content_version")) statements.push(sql);
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  return { on, statements };
}
