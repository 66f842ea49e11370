import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { ImageTask, ImageTaskArgs, ImageTaskName, ImageTaskResult } from "./tasks.ts";

/** How long one task may run, in milliseconds: several times what the largest images need. */
const TASK_MS = 60_000;
/** How long the process may take to load its modules, in milliseconds, on a very busy machine. */
const START_MS = 60_000;
/** How many tasks may wait. */
const QUEUE_MAX = 20;
/** After how long without a task the process ends, in milliseconds: it takes memory. */
const IDLE_MS = 60_000;

/** The outcome of a task: its result, or why there is none. `stopped`: it crashed, or took too long. */
export type ImageOutcome<Result> = { result: Result } | { failure: "stopped" | "busy" };

type Job = { task: ImageTask; resolve(outcome: ImageOutcome<unknown>): void; reject(error: unknown): void };
type Reply = "ready" | { result: unknown } | { error: { code?: string; message: string } };

const STOPPED = { failure: "stopped" } as const;

// Beside this file: in a bundle, `import.meta.url` is the path of the source at build time.
const CHILD_FILE = path.join(path.dirname(fileURLToPath(import.meta.url)), "child.ts");

/** No secret of this process; libvips neither logs what is wrong with an image nor takes a heap for each thread. */
const ENVIRONMENT = { NODE_ENV: "production", MALLOC_ARENA_MAX: "2", VIPS_WARNING: "0" } as const;

type Options = { file?: string; taskMs?: number; queueMax?: number; idleMs?: number };

/**
 * A child process that runs tasks on images one after the other, started by the first task. Whatever an image does to it,
 * this process goes on: it is killed when a task exceeds its time, and started again for the next one.
 */
export class ImageProcess {
  readonly #options: Required<Options>;
  readonly #queue: Job[] = [];
  #child: ChildProcess | undefined;
  #isReady = false;
  #current: Job | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor({ file = CHILD_FILE, taskMs = TASK_MS, queueMax = QUEUE_MAX, idleMs = IDLE_MS }: Options = {}) {
    this.#options = { file, taskMs, queueMax, idleMs };
  }

  /** The id of the child process, if one runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Runs a task in the child process. @throws what it throws */
  run<Name extends ImageTaskName>(
    name: Name,
    ...args: ImageTaskArgs<Name>
  ): Promise<ImageOutcome<ImageTaskResult<Name>>> {
    if (this.#queue.length >= this.#options.queueMax) return Promise.resolve({ failure: "busy" });
    const outcome = new Promise<ImageOutcome<unknown>>((resolve, reject) =>
      this.#queue.push({ task: { name, args } as ImageTask, resolve, reject }),
    );
    this.#next();
    return outcome as Promise<ImageOutcome<ImageTaskResult<Name>>>;
  }

  #next(): void {
    if (this.#current) return;
    this.#current = this.#queue.shift();
    if (!this.#current) {
      this.#rest();
      return;
    }
    try {
      this.#child ??= this.#start();
    } catch (error) {
      // The operating system grants no further process.
      this.#settle(({ reject }) => reject(error));
      return;
    }
    this.#child.ref();
    this.#child.channel?.ref();
    this.#limit(this.#isReady ? this.#options.taskMs : START_MS);
    if (this.#isReady) this.#send();
  }

  /** Lets the process end by itself where nothing else is to be done. */
  #rest(): void {
    const child = this.#child;
    child?.unref();
    child?.channel?.unref();
    this.#timer = setTimeout(() => this.#replace(child), this.#options.idleMs).unref();
  }

  #start(): ChildProcess {
    const child = fork(this.#options.file, {
      execArgv: ["--max-old-space-size=256"],
      env: ENVIRONMENT,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    // Events of a process that was replaced are ignored.
    const listen = <Value>(event: string, act: (value: Value) => void) =>
      child.on(event, (value: Value) => {
        if (child === this.#child) act(value);
      });
    listen<Reply>("message", (reply) => this.#receive(reply));
    listen<Error>("error", (error) => this.#stop(({ reject }) => reject(error)));
    listen<number | null>("exit", (code) => {
      // An image is not to blame if the process could not even start.
      if (this.#isReady) this.#stop(({ resolve }) => resolve(STOPPED));
      else
        this.#stop(({ reject }) => reject(new Error(`The process for images ended with ${code} before it was ready`)));
    });
    return child;
  }

  #send(): void {
    // A process that has just ended reports that by `exit`.
    this.#child?.send(this.#current?.task ?? {}, () => {});
  }

  #receive(reply: Reply): void {
    if (reply === "ready") {
      this.#isReady = true;
      this.#limit(this.#options.taskMs);
      this.#send();
    } else if ("result" in reply) {
      this.#settle(({ resolve }) => resolve({ result: reply.result }));
    } else {
      const { code, message } = reply.error;
      this.#settle(({ reject }) => reject(Object.assign(new Error(message), { code })));
    }
  }

  #limit(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#stop(({ resolve }) => resolve(STOPPED)), ms);
  }

  /** Kills the process, if it is still the current one. */
  #replace(child: ChildProcess | undefined): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    this.#isReady = false;
    child?.kill("SIGKILL");
  }

  /** Kills the process and settles the task that runs in it. */
  #stop(settle: (job: Job) => void): void {
    this.#replace(this.#child);
    this.#settle(settle);
  }

  #settle(act: (job: Job) => void): void {
    clearTimeout(this.#timer);
    const job = this.#current;
    this.#current = undefined;
    if (job) act(job);
    this.#next();
  }
}

/** server.ts and Next load separate instances of this module: the process is global. */
const shared = globalThis as { octavoImageProcess?: ImageProcess };

/** The child process for images of this process. */
export function imageProcess(): ImageProcess {
  shared.octavoImageProcess ??= new ImageProcess();
  return shared.octavoImageProcess;
}
