import { StorageError } from "#lib/server/files/storage";
import { type Check, hasStorage, SPACE_REMEDY, unfixable } from "../finding.ts";

/** Whether files of images can be stored and deleted. */
export const storage: Check = {
  name: "storage",
  needsSchema: false,

  async find(context) {
    // Without images it does not matter, and with them each is reported.
    if (!hasStorage(context)) return [];
    try {
      await context.storage.check();
      return [];
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      // A quota may be used up while the disk is not.
      const remedy = error.isFull ? SPACE_REMEDY : "let Octavo read and write the storage of FILES_URL";
      return [unfixable(error.message, remedy)];
    }
  },
};
