import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import BetterSqlite from "better-sqlite3";
import pg from "pg";
import { AS_NEW_FOR_SERVERS, newDatabase, newMigratedDatabase, type TestDatabase } from "./database.ts";
import { rememberOutput } from "./setup-code.ts";

/** The longest time a start may take, in milliseconds. */
const START_MS = 60_000;
const READY = /^Octavo is ready on (http:\S+)$/m;

/** Runs Octavo like `npm start`, with its own database on the engine of this Jest project. */
export class TestServer {
  /** Its URL; the same after a restart. */
  url = "";
  /** Its whole output, for the message of a failing test. */
  log = "";
  readonly #settings: Record<string, string>;
  readonly #beside: TestServer | undefined;
  readonly #openFiles: number | undefined;
  readonly #folder: string | undefined;
  #made: TestDatabase | undefined;
  #images: string | undefined;
  #process: ChildProcess | undefined;

  /**
   * @param beside another server, whose database it shares
   * @param openFiles how many file descriptors its process may have (`ulimit -n`)
   * @param folder the checkout that it runs; this one by default
   */
  constructor(settings: Record<string, string> = {}, beside?: TestServer, openFiles?: number, folder?: string) {
    this.#settings = settings;
    this.#beside = beside;
    this.#openFiles = openFiles;
    this.#folder = folder;
  }

  /** Creates the database before the start, if a test needs its connection string. */
  async makeDatabase(): Promise<string> {
    if (this.#beside) return this.#beside.makeDatabase();
    const { DATABASE_URL } = this.#settings;
    if (DATABASE_URL) return DATABASE_URL;
    // Sample posts are only created with the tables.
    const isNew = this.#settings.SAMPLE_POSTS === "true";
    this.#made ??= isNew ? await newDatabase() : await newMigratedDatabase();
    return this.#made.url;
  }

  /** The folder of its images, which it creates; for servers that share a database the same. */
  get imageFolder(): string {
    if (this.#beside) return this.#beside.imageFolder;
    this.#images ??= mkdtempSync(path.join(tmpdir(), "octavo-images-"));
    return this.#images;
  }

  /** Resolves when it accepts requests. @throws with its output if it exits before */
  async start(): Promise<this> {
    const options = ["--import", "./start/require-node.js", "--import", "./start/compile-cache.js"];
    const program = [process.execPath, ...options, "server.ts"];
    const limit = this.#openFiles === undefined ? [] : ["sh", "-c", `ulimit -n ${this.#openFiles}; exec "$@"`, "sh"];
    const [command = "", ...args] = [...limit, ...program];
    const server = spawn(command, args, {
      cwd: this.#folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        DATABASE_URL: await this.makeDatabase(),
        FILES_URL: `file:${this.imageFolder}`,
        HOST: "127.0.0.1",
        PORT: new URL(this.url || "http://localhost:0").port,
        SITE_URL: "",
        SAMPLE_POSTS: "false",
        // Tests that are not about accounts or rate limits need none.
        POSTING: "open",
        WRITE_LIMIT: "0",
        SEARCH_LIMIT: "0",
        LOG_LEVEL: "warn",
        STOP_DELAY: "0",
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
          rememberOutput(url, () => this.log);
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

  /** The file of its database, on SQLite. */
  get databaseFile(): string {
    return (this.#settings.DATABASE_URL ?? this.#made?.url ?? "").slice("file:".length);
  }

  /** Runs a statement on its database, without its knowledge. */
  async query(statement: string): Promise<Record<string, unknown>[]> {
    const url = await this.makeDatabase();
    if (url.startsWith("file:")) {
      const file = new BetterSqlite(this.databaseFile);
      const prepared = file.prepare<[], Record<string, unknown>>(statement);
      if (!prepared.reader) prepared.run();
      const rows = prepared.reader ? prepared.all() : [];
      file.close();
      return rows;
    }
    const client = new pg.Client(url);
    await client.connect();
    return client
      .query<Record<string, unknown>>(statement)
      .then(({ rows }) => rows)
      .finally(() => client.end());
  }

  /** Deletes everything that is stored, accounts included, while it runs, so that a test with an empty database need not start a server. */
  async empty(): Promise<void> {
    const url = await this.makeDatabase();
    if (url.startsWith("file:")) {
      const file = new BetterSqlite(this.databaseFile);
      file.exec(`begin immediate; ${AS_NEW_FOR_SERVERS}; commit`);
      file.close();
    } else {
      await this.query(AS_NEW_FOR_SERVERS);
    }
  }

  get isRunning(): boolean {
    return this.#process !== undefined && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Sends it a signal. @returns its exit code, or the signal that ended it, once it has exited */
  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<number | NodeJS.Signals | null> {
    const server = this.#process;
    if (!server || !this.isRunning) return server?.exitCode ?? null;
    const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
      server.once("close", (code, by) => resolve(by ?? code)),
    );
    server.kill(signal);
    return ended;
  }

  /**
   * Sends a signal to each of its workers, as a terminal (Ctrl+C) and systemd do in addition to the main process.
   * @param most of how many; those that are left keep the port
   */
  signalWorkers(signal: NodeJS.Signals, most = Number.POSITIVE_INFINITY): void {
    const pid = String(this.#process?.pid);
    const workers = execFileSync("ps", ["-A", "-o", "pid=", "-o", "ppid="], { encoding: "utf8" })
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(([, parent]) => parent === pid);
    if (workers.length === 0) throw new Error("The server has no workers");
    for (const [worker] of workers.slice(0, most)) process.kill(Number(worker), signal);
  }

  /** Stops it like Ctrl+C, and starts it again on the same port with the same database. */
  async restart(): Promise<void> {
    await this.end();
    await this.start();
  }

  /** Kills it and deletes its database and its images. */
  async discard(): Promise<void> {
    await this.end("SIGKILL");
    await this.#made?.remove();
    if (this.#images) rmSync(this.#images, { recursive: true, force: true });
  }
}

/** A running server for all tests of a file. @param beside another one, whose database it shares */
export function withServer(settings: Record<string, string> = {}, beside?: TestServer): TestServer {
  const server = new TestServer(settings, beside);
  beforeAll(async () => {
    await server.start();
  });
  afterAll(() => server.discard());
  return server;
}
