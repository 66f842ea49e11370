import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import BetterSqlite from "better-sqlite3";
import pg from "pg";
import { AS_NEW_FOR_SERVERS, newDatabase, newMigratedDatabase, type TestDatabase } from "./database.ts";
import { engine } from "./engine.ts";
import { type Left, recordOf } from "./run-folder.ts";
import { rememberOutput } from "./setup-code.ts";

/** The longest time a start may take, in milliseconds. */
const START_MS = 60_000;
const READY = /^Octavo is ready on (http:\S+)$/m;

/** Runs Octavo like `npm start`, with its own database on the engine of this Jest project. */
export class TestServer {
  /** Its URL; the same after a restart. */
  url = "";
  readonly #settings: Record<string, string>;
  readonly #beside: TestServer | undefined;
  readonly #openFiles: number | undefined;
  readonly #folder: string | undefined;
  #made: TestDatabase | undefined;
  #files: string | undefined;
  /** Bytes of its output that are of earlier test files. */
  #earlier = 0;
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
    const folder = path.join(this.#ownFolder, "images");
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Holds its images and its output. */
  get #ownFolder(): string {
    this.#files ??= mkdtempSync(path.join(process.env.TEST_FOLDER ?? tmpdir(), "octavo-server-"));
    return this.#files;
  }

  /** Its whole output, in the test file that runs. */
  get log(): string {
    const file = path.join(this.#ownFolder, "output");
    return existsSync(file) ? readFileSync(file).subarray(this.#earlier).toString() : "";
  }

  /** Resolves when it accepts requests. @throws with its output if it exits before */
  async start(): Promise<this> {
    const options = ["--import", "./start/require-node.js", "--import", "./start/compile-cache.js"];
    const program = [process.execPath, ...options, "server.ts"];
    const limit = this.#openFiles === undefined ? [] : ["sh", "-c", `ulimit -n ${this.#openFiles}; exec "$@"`, "sh"];
    const [command = "", ...args] = [...limit, ...program];
    // A file, not a pipe: the server may outlive the test file that started it.
    const output = openSync(path.join(this.#ownFolder, "output"), "a");
    const started = this.log.length;
    const server = spawn(command, args, {
      cwd: this.#folder,
      stdio: ["ignore", output, output],
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
    closeSync(output);
    const last = Date.now() + START_MS;
    for (let url: string | undefined; !url; await wait(20)) {
      url = READY.exec(this.log.slice(started))?.[1];
      if (url) this.url = url;
      else if (!this.isRunning || Date.now() > last) {
        throw new Error(`The server did not start:\n${this.log.slice(started)}`);
      }
    }
    rememberOutput(this.url, () => this.log);
    return this;
  }

  /**
   * Goes on with the server that the file `record` describes, which it empties; starts one where there is none.
   * Either way it then outlives the test file, until `deleteRunFolder`.
   */
  async share(record: string): Promise<void> {
    if (!existsSync(record)) {
      await this.start();
      this.#process?.unref();
      const { pid = 0 } = this.#process ?? {};
      const left: Left = { pid, url: this.url, database: await this.makeDatabase(), files: this.#ownFolder };
      return writeFileSync(record, JSON.stringify(left));
    }
    const left = JSON.parse(readFileSync(record, "utf8")) as Left;
    this.url = left.url;
    this.#made = { url: left.database, remove: async () => {} };
    this.#files = left.files;
    const output = this.log;
    rememberOutput(this.url, () => output);
    this.#earlier = Buffer.byteLength(output);
    await this.empty();
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
    if (this.#files) rmSync(this.#files, { recursive: true, force: true });
  }
}

/** A running server for all tests of a file, of their own. @param beside another one, whose database it shares */
export function withServer(settings: Record<string, string> = {}, beside?: TestServer): TestServer {
  const server = new TestServer(settings, beside);
  beforeAll(async () => {
    await server.start();
  });
  afterAll(() => server.discard());
  return server;
}

/** What tests may do with a server that others use after them. */
export type SharedServer = Pick<TestServer, "url" | "log" | "query" | "empty" | "databaseFile" | "makeDatabase">;

/**
 * A running, emptied server for all tests of a file. Files with the same settings that run one after another in a worker process
 * have the same one: its start and its first requests take longer than most tests.
 */
export function withSharedServer(settings: Record<string, string> = {}): SharedServer {
  const server = new TestServer(settings);
  const kind = JSON.stringify(Object.entries({ engine, ...settings }).sort());
  beforeAll(() => server.share(recordOf(createHash("sha256").update(kind).digest("hex"))));
  return server;
}
