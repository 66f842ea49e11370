import { sql } from "kysely";
import { connect } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";

/** How old temporary data grows in a soak before it counts as expired, in milliseconds: days, for those who use it. */
const AGE_MS = 60_000;
const HOUR_MS = 60 * 60 * 1000;

/** The tables that must not grow for ever, with the condition of the rows that are temporary. */
const TEMPORARY = {
  "rate limits": sql`select count(*) as n from rate_limits`,
  "idempotency keys": sql`select count(*) as n from idempotency_keys`,
  sessions: sql`select count(*) as n from sessions`,
  "preview links": sql`select count(*) as n from preview_links`,
  trash: sql`select count(*) as n from posts where trashed_at is not null`,
  images: sql`select count(*) as n from images`,
} as const;

export type Counts = Record<keyof typeof TEMPORARY, number>;

/** The database of a soak, in which days pass within a minute: temporary data expires, and its removal is due. */
export class TimeLapse {
  readonly #db: Database;
  /** The session of the load, which does not end. */
  #lasting: string[] = [];

  private constructor(db: Database) {
    this.#db = db;
  }

  static async open(url: string): Promise<TimeLapse> {
    const lapse = new TimeLapse(await connect(url, "fill"));
    const sessions = await lapse.#db.selectFrom("sessions").select("id").execute();
    lapse.#lasting = sessions.map(({ id }) => id);
    return lapse;
  }

  /** How much temporary data is stored. */
  async count(): Promise<Counts> {
    const counts: Record<string, number> = {};
    for (const [name, query] of Object.entries(TEMPORARY)) {
      const { rows } = await sql<{ n: number }>`${query}`.execute(this.#db);
      counts[name] = Number(rows[0]?.n);
    }
    return counts as Counts;
  }

  /** Lets what is older than AGE_MS expire, and makes a run of housekeeping due. */
  async pass(now = Date.now()): Promise<void> {
    const old = now - AGE_MS;
    const isoOld = new Date(old).toISOString();
    const db = this.#db;
    await db.updateTable("idempotency_keys").set({ created_at: 0 }).where("created_at", "<", old).execute();
    await db.updateTable("preview_links").set({ expires_at: 0 }).where("created_at", "<", old).execute();
    await db.updateTable("posts").set({ trashed_at: 0 }).where("trashed_at", "<", old).execute();
    await db
      .updateTable("images")
      .set({ unused_since: 0 })
      .where("created_at", "<", old)
      .where("unused_since", "is not", null)
      .execute();
    await db
      .updateTable("sessions")
      .set({ expiresAt: isoOld })
      .where("createdAt", "<", isoOld)
      .where("id", "not in", this.#lasting)
      .execute();
    // The longest windows end within two passes: an hour, and 30 days for clients that have signed in.
    await db
      .updateTable("rate_limits")
      .set((eb) => ({ expire: eb("expire", "-", HOUR_MS / 2) }))
      .where("expire", ">", now)
      .where("expire", "<=", now + HOUR_MS)
      .execute();
    await db
      .updateTable("rate_limits")
      .set({ expire: now + HOUR_MS })
      .where("expire", ">", now + HOUR_MS)
      .execute();
    await db.updateTable("housekeeping").set({ finished_at: 0 }).execute();
  }

  close(): Promise<void> {
    return this.#db.destroy();
  }
}
