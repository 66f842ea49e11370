import { lastBackup, recordBackup } from "#lib/server/backup/last-backup";
import { abandonBackup, beginBackup, continueBackup, isBackupRunning, STALE_MS } from "#lib/server/backup/running";
import { summarize } from "#lib/server/copy/digest";
import { inReadSnapshot } from "#lib/server/db/transaction";
import { rowsIn, withDatabase } from "#support/database";

const data = withDatabase();
const NOW = 1_900_000_000_000;
const BACKUP = { beganAt: NOW, durationMs: 1_234, bytes: 5_000_000_000 };

describe("lastBackup", () => {
  test("none was made — undefined", async () => {
    expect(await lastBackup(data.db)).toBeUndefined();
  });

  test("several — the last one, and one row", async () => {
    await recordBackup(data.db, BACKUP);
    await recordBackup(data.db, { ...BACKUP, beganAt: NOW + 1 });
    expect(await lastBackup(data.db)).toEqual({ ...BACKUP, beganAt: NOW + 1 });
    expect(await rowsIn(data.db, "backups")).toHaveLength(1);
  });

  test("made after the clock was set back — the last one", async () => {
    await recordBackup(data.db, { ...BACKUP, beganAt: NOW + 1_000 });
    await recordBackup(data.db, BACKUP);
    expect(await lastBackup(data.db)).toEqual(BACKUP);
  });

  test("one is being made, or was abandoned — the one before", async () => {
    await recordBackup(data.db, BACKUP);
    const id = await beginBackup(data.db, NOW + 5);
    expect(await lastBackup(data.db)).toEqual(BACKUP);
    await abandonBackup(data.db, id);
    expect(await lastBackup(data.db)).toEqual(BACKUP);
    expect(await rowsIn(data.db, "backups")).toHaveLength(1);
  });

  test("it was being made — the row of the run becomes that of the backup", async () => {
    const id = await beginBackup(data.db, NOW);
    await recordBackup(data.db, BACKUP, id);
    expect(await rowsIn(data.db, "backups")).toMatchObject([{ id }]);
    expect(await isBackupRunning(data.db, NOW)).toBe(false);
    await abandonBackup(data.db, id);
    expect(await lastBackup(data.db)).toEqual(BACKUP);
  });

  test("the digest of the database — is the same before and after", async () => {
    const digest = () => inReadSnapshot(data.db, (trx) => summarize(trx));
    const before = await digest();
    await beginBackup(data.db);
    await recordBackup(data.db, BACKUP);
    expect(await digest()).toEqual(before);
  });
});

describe("isBackupRunning", () => {
  test("from its beginning, as long as it says so — true", async () => {
    expect(await isBackupRunning(data.db, NOW)).toBe(false);
    const id = await beginBackup(data.db, NOW);
    expect(await isBackupRunning(data.db, NOW + STALE_MS)).toBe(true);
    expect(await isBackupRunning(data.db, NOW + STALE_MS + 1)).toBe(false);
    await continueBackup(data.db, id, NOW + STALE_MS);
    expect(await isBackupRunning(data.db, NOW + STALE_MS + 1)).toBe(true);
    await abandonBackup(data.db, id);
    expect(await isBackupRunning(data.db, NOW + STALE_MS)).toBe(false);
  });

  test("its process was killed, the clock set back since — false, and the next one deletes its row", async () => {
    await beginBackup(data.db, NOW);
    expect(await isBackupRunning(data.db, NOW - STALE_MS - 1)).toBe(false);
    const next = await beginBackup(data.db, NOW - STALE_MS - 1);
    expect(await rowsIn(data.db, "backups")).toMatchObject([{ id: next }]);
  });
});
