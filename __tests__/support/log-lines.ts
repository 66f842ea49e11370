import { symbols } from "pino";
import { log } from "#lib/server/log";

type Line = Record<string, unknown> & { level: string; msg: string };

/** The lines that the real logger writes during each test of the file. */
export function withLogLines(): { readonly all: Line[]; readonly text: string } {
  const written: string[] = [];
  const stream = (log as unknown as Record<symbol, { write(line: string): void }>)[symbols.streamSym];
  beforeEach(() => {
    written.length = 0;
    log.level = "info";
    jest.spyOn(stream as { write(line: string): void }, "write").mockImplementation((line) => void written.push(line));
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
