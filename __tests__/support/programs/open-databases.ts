// Opens this process's database in each folder it is sent, the moment it is sent. DATABASE_URL is a relative path.
import { closeDatabase, database } from "#lib/server/db/current";

process.on("message", async (folder: string) => {
  process.chdir(folder);
  try {
    await database();
    await closeDatabase();
    process.send?.("opened");
  } catch (error) {
    process.send?.(String(error));
  }
});
process.send?.("ready");
