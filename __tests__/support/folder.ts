import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export type Folder = {
  readonly path: string;
  /** The path of a file in it. */
  file(name: string): string;
};

function make(before: typeof beforeEach, after: typeof afterEach): Folder {
  let folder = "";
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "octavo-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  return {
    get path() {
      return folder;
    },
    file: (name) => path.join(folder, name),
  };
}

/** A folder of its own for each test of the file, removed afterwards. */
export const withFolder = (): Folder => make(beforeEach, afterEach);

/** A folder for all tests of the file, removed after the last one. */
export const withSharedFolder = (): Folder => make(beforeAll, afterAll);
