import { sql } from "kysely";
import { removeExpiredEmailChanges } from "#lib/server/accounts/pending-email";
import { STALE_MS as BACKUP_STALE_MS } from "#lib/server/backup/running";
import { files } from "#lib/server/files/files";
import { IDEMPOTENCY_RETENTION_MS } from "#lib/server/http/idempotency";
import { sweepUnusedImages } from "#lib/server/images/sweep";
import { sweepImports } from "#lib/server/import/jobs/sweep";
import { INVITATION_RETENTION_MS } from "#lib/server/invitations/invitations";
import { purgeExpired } from "#lib/server/posts/purge";
import { RENDERER_VERSION } from "#lib/server/rendering/cache";
import { deleteFormerAccounts } from "#lib/server/users/former-accounts";
import { expiredRows, type Remove, removeInBatches } from "./batches.ts";

const present = (now: number) => now;
/** better-auth stores times as ISO 8601 text. */
const presentText = (now: number) => new Date(now).toISOString();

/**
 * Everything that is stored for a time only, with what removes it. Revisions, autosaves and messages are not temporary. The order is
 * that of a run: what takes long, or needs the storage of files, comes last. No query returns what has expired, removed or not.
 * docs/operations.md has the same list, by the names.
 */
export const TEMPORARY_DATA = {
  /** Counters of limits, once their window is over. */
  rateLimits: expiredRows({ table: "rate_limits", key: ["key"], column: "expire", until: present }),
  /** Responses to requests with an Idempotency-Key, a day after the request. */
  idempotencyKeys: expiredRows({
    table: "idempotency_keys",
    key: ["caller", "key"],
    column: "created_at",
    until: (now) => now - IDEMPOTENCY_RETENTION_MS,
  }),
  /** 30 days after signing in. */
  sessions: expiredRows({ table: "sessions", key: ["id"], column: "expiresAt", until: presentText }),
  /** Tokens of password reset links, after an hour; challenges for passkeys, after five minutes. */
  verifications: expiredRows({ table: "verifications", key: ["id"], column: "expiresAt", until: presentText }),
  /** Changes of an email address that were not confirmed within an hour. */
  emailChanges: (run) => removeInBatches(run, () => removeExpiredEmailChanges(run.db, run.now)),
  /** Invitations that nobody has used: for a while the owner sees that they have expired, and may renew them. */
  invitations: expiredRows({
    table: "invitations",
    key: ["hash"],
    column: "expires_at",
    until: (now) => now - INVITATION_RETENTION_MS,
    where: sql`used_at is null`,
  }),
  /** When they end, after 30 days at most. */
  previewLinks: expiredRows({ table: "preview_links", key: ["id"], column: "expires_at", until: present }),
  /** Backups whose process has ended without a word, after ten minutes. */
  backups: expiredRows({
    table: "backups",
    key: ["id"],
    column: "heartbeat",
    until: (now) => now - BACKUP_STALE_MS,
    where: sql`duration_ms is null`,
  }),
  /** Renderings by an earlier version of the renderer, which nothing reads any more. */
  renderings: expiredRows({
    table: "renderings",
    key: ["post_id"],
    column: "renderer",
    until: () => RENDERER_VERSION - 1,
  }),
  /** Posts that have been in the trash for 30 days. */
  trash: ({ db, ...run }) => purgeExpired(db, run),
  /** Deleted accounts without posts, a day after the deletion. */
  formerAccounts: (run) => removeInBatches(run, () => deleteFormerAccounts(run.db, run.now)),
  /** Sources of imports that are over, or that nothing was done with for a day; and all but the newest reports. */
  imports: async ({ db, ...run }) => sweepImports(db, await files(), run),
  /** Images that nothing has used for 30 days; files of uploads and deletions that were not completed, after an hour. */
  images: async ({ db, ...run }) => sweepUnusedImages(db, await files(), run),
} satisfies Record<string, Remove>;
