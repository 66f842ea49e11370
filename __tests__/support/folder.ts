import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export type Folder = {
  readonly path: string;
  /** The path of a file in it. */
  file(name: string): string;
};

const makeFolder = () => mkdtempSync(path.join(tmpdir(), "octavo-"));

function manage(before: typeof beforeEach, after: typeof afterEach, make = makeFolder): Folder {
  let folder = "";
  before(() => {
    folder = make();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  return {
    get path() {
      return folder;
    },
    file: (name) => path.join(folder, name),
  };
}

/** A folder of its own for each test of the file, removed afterwards. @param make where it is no temporary one */
export const withFolder = (make?: () => string): Folder => manage(beforeEach, afterEach, make);

/** A folder for all tests of the file, removed after the last one. */
export const withSharedFolder = (): Folder => manage(beforeAll, afterAll);
