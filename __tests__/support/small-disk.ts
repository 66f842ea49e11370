import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A disk of its own for the tests of a file, in memory, which only root can mount. @param mebibytes its size */
export function withSmallDisk(mebibytes: number) {
  const folder = mkdtempSync(path.join(tmpdir(), "octavo-disk-"));
  const other = path.join(folder, "other");
  beforeAll(() => execFileSync("mount", ["-t", "tmpfs", "-o", `size=${mebibytes}m`, "tmpfs", folder]));
  afterAll(() => {
    execFileSync("umount", [folder]);
    rmdirSync(folder);
  });
  const makeRoom = () => rmSync(other, { force: true });
  return {
    folder,
    /** Takes its space, but for `left` bytes. */
    fill(left = 0): void {
      makeRoom();
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(other, Buffer.alloc(Math.max(0, bavail * bsize - left)));
    },
    /** Gives the space back. */
    makeRoom,
  };
}
