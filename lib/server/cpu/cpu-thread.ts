import path from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { TaskName, Tasks } from "./tasks.ts";

/** How long one task may run, in milliseconds of wall time. The limits of rendering end all known tasks far earlier. */
const TASK_MS = 10_000;
/** How long the thread may take to load its modules, in milliseconds, on a very busy machine. */
const START_MS = 60_000;
/** How many tasks may be queued. */
const QUEUE_MAX = 50;
/** How many tasks may be queued when an optional one is added (OPTIONAL): searches must not delay saving. */
const OPTIONAL_QUEUE_MAX = 5;
/** Tasks whose requests can do without a result. */
const OPTIONAL: ReadonlySet<TaskName> = new Set(["highlightParts"]);
/** The heap limit of the thread, in MiB; rendering the longest text takes a quarter. */
const MEMORY_MAX = 512;

/**
 * The outcome of a task: its result, or why there is none: `stopped` at its time or memory limit, `busy` where the queue
 * was full. Not an error class: server.ts and Next load separate instances of this module, which breaks `instanceof`.
 */
export type Outcome<Result> = { result: Result } | { failure: "stopped" | "busy" };

/** The outcome of a task, in this thread or in the other. */
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

// Beside this file: in a bundle, `import.meta.url` is the path of the source at build time. Not `new URL("./thread.ts",
// import.meta.url)`, which webpack would turn into an asset.
const THREAD_FILE = path.join(path.dirname(fileURLToPath(import.meta.url)), "thread.ts");

/**
 * One worker thread that runs tasks one after the other, started by the first task. It is terminated when a task exceeds its
 * limits, and restarted for the next one. It does not keep the process alive while idle.
 */
export class CpuThread {
  readonly #options: Required<Options>;
  readonly #queue: Job[] = [];
  /** Concurrent requests for the same task share one run. */
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
    // Events of a worker that was replaced are ignored.
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

  /** Terminates the thread and settles the task that runs in it. */
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
