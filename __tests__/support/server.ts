import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** How long a start may take on a slow machine. */
const START_MS = 60_000;
const READY = /^Octavo is ready on (http:\S+)$/m;

/** Octavo as `npm start` runs it, with a database of its own. */
export class TestServer {
  /** Where it listens; the same after a restart. */
  url = "";
  /** All that it has written since it was made, for a test that fails. */
  log = "";
  readonly #folder = mkdtempSync(path.join(tmpdir(), "octavo-"));
  readonly #settings: Record<string, string>;
  #process: ChildProcess | undefined;

  constructor(settings: Record<string, string> = {}) {
    this.#settings = settings;
  }

  /** Resolves when it takes requests. @throws with all that it wrote when it ends before that */
  async start(): Promise<this> {
    const server = spawn(process.execPath, ["--import", "./scripts/require-node.js", "server.ts"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        DATABASE_URL: `file:${this.databaseFile}`,
        HOST: "127.0.0.1",
        PORT: new URL(this.url || "http://localhost:0").port,
        SITE_URL: "",
        SAMPLE_POSTS: "false",
        // What is not about accounts is tested without one, and what is not about limits without any.
        POSTING: "open",
        WRITE_LIMIT: "0",
        LOG_LEVEL: "warn",
        ...this.#settings,
      },
    });
    this.#process = server;
    const started = this.log.length;
    await new Promise<void>((resolve, reject) => {
      const fail = () => reject(new Error(`The server did not start:\n${this.log.slice(started)}`));
      const timer = setTimeout(fail, START_MS);
      const read = (chunk: Buffer) => {
        this.log += chunk.toString();
        const url = READY.exec(this.log.slice(started))?.[1];
        if (url) {
          this.url = url;
          clearTimeout(timer);
          resolve();
        }
      };
      server.stdout?.on("data", read);
      server.stderr?.on("data", read);
      server.once("close", () => {
        clearTimeout(timer);
        fail();
      });
    });
    return this;
  }

  get databaseFile(): string {
    return path.join(this.#folder, "octavo.db");
  }

  /** Ends it with a signal. @returns its exit code; null where it was killed */
  async end(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<number | null> {
    const server = this.#process;
    if (!server || server.exitCode !== null || server.signalCode !== null) return server?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => server.once("close", resolve));
    server.kill(signal);
    return ended;
  }

  /** Asks it to stop, as Ctrl+C does, and starts it again at the same address with the same database. */
  async restart(): Promise<void> {
    await this.end();
    await this.start();
  }

  /** Ends it at once and throws its database away. */
  async discard(): Promise<void> {
    await this.end("SIGKILL");
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A running server for all tests of a file. */
export function withServer(settings: Record<string, string> = {}): TestServer {
  const server = new TestServer(settings);
  beforeAll(async () => {
    await server.start();
  });
  afterAll(() => server.discard());
  return server;
}
