import { log, logStream } from "#lib/server/log";

type Line = Record<string, unknown> & { level: string; msg: string };

/** The lines that the real logger writes during each test of the file. */
export function withLogLines(): { readonly all: Line[]; readonly text: string } {
  const written: string[] = [];
  beforeEach(() => {
    written.length = 0;
    log.level = "info";
    for (const method of ["write", "queue"] as const) {
      jest.spyOn(logStream, method).mockImplementation((line) => void written.push(line));
    }
  });
  afterEach(() => {
    jest.restoreAllMocks();
    log.level = "silent";
  });
  return {
    get all() {
      return written.map((line) => JSON.parse(line) as Line);
    },
    get text() {
      return written.join("");
    },
  };
}
