import path from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { TaskName, Tasks } from "./tasks.ts";

/** How long one task may run, in milliseconds of wall time. The limits of rendering end all known ones far earlier. */
const TASK_MS = 10_000;
/** How long the thread may take to load what it runs, on a very busy machine. */
const START_MS = 60_000;
/** How many tasks wait at most: as many as clients that a person can imagine, each with the longest text. */
const QUEUE_MAX = 50;
/** How many tasks may wait where one more is optional (OPTIONAL): readers' searches must not keep writers from saving. */
const OPTIONAL_QUEUE_MAX = 5;
/** Tasks whose requests can do without a result. */
const OPTIONAL: ReadonlySet<TaskName> = new Set(["highlightParts"]);
/** How much memory the thread may use, in MiB; rendering the longest text takes a quarter. */
const MEMORY_MAX = 512;

/**
 * What came of a task: its result, or why there is none. It was stopped at its limit of time or memory, or not begun because
 * too many waited. No class of errors: server.ts and Next each load one of their own.
 */
export type Outcome<Result> = { result: Result } | { failure: "stopped" | "busy" };

/** What a task gives in this thread or in the other. */
export type OutcomeOf<Name extends TaskName> = Outcome<Awaited<ReturnType<Tasks[Name]>>>;

type Job = {
  key: string;
  message: { name: TaskName; args: unknown[] };
  resolve(outcome: Outcome<unknown>): void;
  reject(error: unknown): void;
};

type Reply = "ready" | { result: unknown } | { error: unknown };

const STOPPED = { failure: "stopped" } as const;

type Options = { file?: string; taskMs?: number; queueMax?: number; optionalQueueMax?: number };

// Beside this file. In a bundle, `import.meta.url` is where the source was when it was built. Not `new URL("./thread.ts",
// import.meta.url)`, of which webpack would make an asset.
const THREAD_FILE = path.join(path.dirname(fileURLToPath(import.meta.url)), "thread.ts");

/**
 * One worker thread that runs tasks one after the other, started with the first task. It is terminated when a task exceeds its
 * limits, and started again for the next one. It keeps no process alive unless a task runs.
 */
export class CpuThread {
  readonly #options: Required<Options>;
  readonly #queue: Job[] = [];
  /** The same task for several requests runs once. */
  readonly #outcomes = new Map<string, Promise<Outcome<unknown>>>();
  #worker: Worker | undefined;
  #isReady = false;
  #current: Job | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor({
    file = THREAD_FILE,
    taskMs = TASK_MS,
    queueMax = QUEUE_MAX,
    optionalQueueMax = OPTIONAL_QUEUE_MAX,
  }: Options = {}) {
    this.#options = { file, taskMs, queueMax, optionalQueueMax };
  }

  /** Runs a task in the thread. @throws what it throws */
  run<Name extends TaskName>(name: Name, args: Parameters<Tasks[Name]>): Promise<OutcomeOf<Name>> {
    const key = JSON.stringify([name, args]);
    const outcome = this.#outcomes.get(key) ?? this.#add(key, { name, args });
    return outcome as Promise<OutcomeOf<Name>>;
  }

  async #add(key: string, message: Job["message"]): Promise<Outcome<unknown>> {
    const { optionalQueueMax, queueMax } = this.#options;
    const max = OPTIONAL.has(message.name) ? optionalQueueMax : queueMax;
    if (this.#queue.length >= max) return { failure: "busy" };
    const outcome = new Promise<Outcome<unknown>>((resolve, reject) =>
      this.#queue.push({ key, message, resolve, reject }),
    );
    this.#outcomes.set(key, outcome);
    this.#next();
    return outcome;
  }

  #next(): void {
    if (this.#current) return;
    this.#current = this.#queue.shift();
    if (!this.#current) {
      this.#worker?.unref();
      return;
    }
    try {
      this.#worker ??= this.#start();
    } catch (error) {
      // The operating system grants no further thread.
      this.#settle(({ reject }) => reject(error));
      return;
    }
    this.#worker.ref();
    this.#limit(this.#isReady ? this.#options.taskMs : START_MS);
    if (this.#isReady) this.#worker.postMessage(this.#current.message);
  }

  #start(): Worker {
    const worker = new Worker(this.#options.file, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MAX } });
    // A worker that was replaced has nothing to say.
    const listen = <Value>(event: string, act: (value: Value) => void) =>
      worker.on(event, (value: Value) => {
        if (worker === this.#worker) act(value);
      });
    listen<Reply>("message", (reply) => this.#receive(reply));
    listen<Error & { code?: string }>("error", (error) =>
      this.#stop(({ resolve, reject }) =>
        error.code === "ERR_WORKER_OUT_OF_MEMORY" ? resolve(STOPPED) : reject(error),
      ),
    );
    listen<number>("exit", (code) =>
      this.#stop(({ reject }) => reject(new Error(`The worker thread ended with ${code}`))),
    );
    return worker;
  }

  #receive(reply: Reply): void {
    if (reply === "ready") {
      this.#isReady = true;
      this.#limit(this.#options.taskMs);
      this.#worker?.postMessage(this.#current?.message);
    } else if ("result" in reply) {
      this.#settle(({ resolve }) => resolve({ result: reply.result }));
    } else {
      this.#settle(({ reject }) => reject(reply.error));
    }
  }

  #limit(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#stop(({ resolve }) => resolve(STOPPED)), ms);
  }

  /** Ends the thread, and with `settle` the task that runs in it. */
  #stop(settle: (job: Job) => void): void {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#isReady = false;
    void worker?.terminate();
    this.#settle(settle);
  }

  #settle(act: (job: Job) => void): void {
    clearTimeout(this.#timer);
    const job = this.#current;
    this.#current = undefined;
    if (job) {
      this.#outcomes.delete(job.key);
      act(job);
    }
    this.#next();
  }
}
