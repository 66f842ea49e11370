// Opens this process's database in each folder that it receives, at the time that comes with it. DATABASE_URL is a relative path.
import { closeDatabase, database } from "#lib/server/db/database";

process.on("message", async ({ folder, at }: { folder: string; at: number }) => {
  process.chdir(folder);
  while (performance.timeOrigin + performance.now() < at);
  try {
    await database();
    await closeDatabase();
    process.send?.("opened");
  } catch (error) {
    process.send?.(String(error));
  }
});
process.send?.("ready");
