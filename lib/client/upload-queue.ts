import type { Image } from "#lib/shared/images";
import { ApiError, reasonOf } from "./api-error.ts";
import { uploadImage } from "./upload-image.ts";

/** Uploads that run at once: the server processes one image while the next one arrives. */
const PARALLEL = 2;
/** The first and the longest pause before an upload that did not reach the server is tried again, in milliseconds. */
const RETRY_MIN_MS = 5_000;
const RETRY_MAX_MS = 60_000;

/** The progress of an upload. `uploading` with the share 1 waits for the server; `waiting` goes on by itself. */
export type UploadState =
  | { name: "queued" }
  | { name: "uploading"; share: number }
  | { name: "waiting"; reason: "offline" | "unreachable" | "busy" }
  | { name: "failed"; reason: string }
  | { name: "signed-out" | "other-account" }
  /** The file is not on this device, or cannot be read any more. */
  | { name: "missing" };

type Options = {
  account: string | null;
  /** The file of an upload; undefined where it cannot be read. */
  getFile: (id: string) => Promise<Blob | undefined>;
  onState: (id: string, state: UploadState) => void;
  onDone: (id: string, image: Image) => void;
};

type Job = { pause: number; timer: number | undefined; running: AbortController | null; isQueued: boolean };

/** What an error response means for an upload. */
function toState(error: ApiError, account: string | null): UploadState {
  const { problem, status } = error;
  if (status === 0) return { name: "waiting", reason: navigator.onLine ? "unreachable" : "offline" };
  if (status === 429 || (status >= 500 && status !== 507)) return { name: "waiting", reason: "busy" };
  if (status === 401 && account !== null) return { name: "signed-out" };
  if (problem.type?.endsWith("#account-changed")) return { name: "other-account" };
  return { name: "failed", reason: reasonOf(error) };
}

/** Uploads images, a few at a time, in the order in which they were added, and retries while the server cannot be reached. */
export function createUploadQueue({ account, getFile, onDone, onState }: Options) {
  const jobs = new Map<string, Job>();

  function next(): void {
    const all = [...jobs];
    if (all.filter(([, { running }]) => running).length >= PARALLEL) return;
    const [id, job] = all.find(([, { isQueued }]) => isQueued) ?? [];
    if (id === undefined || !job) return;
    void run(id, job);
    next();
  }

  function enqueue(id: string, job: Job): void {
    window.clearTimeout(job.timer);
    if (job.running || job.isQueued) return;
    job.isQueued = true;
    onState(id, { name: "queued" });
    next();
  }

  function fail(id: string, job: Job, error: ApiError): void {
    const state = toState(error, account);
    onState(id, state);
    // Offline, the event `online` tries again.
    if (state.name !== "waiting" || state.reason === "offline") return;
    const pause = Math.max(job.pause, (error.retryAfter ?? 0) * 1000);
    job.timer = window.setTimeout(() => enqueue(id, job), pause);
    job.pause = Math.min(RETRY_MAX_MS, job.pause * 2);
  }

  async function run(id: string, job: Job): Promise<void> {
    const running = new AbortController();
    Object.assign(job, { running, isQueued: false });
    const isGone = () => running.signal.aborted || jobs.get(id) !== job;
    try {
      const file = await getFile(id);
      if (isGone()) return;
      if (!file) return onState(id, { name: "missing" });
      onState(id, { name: "uploading", share: 0 });
      const onProgress = (share: number) => isGone() || onState(id, { name: "uploading", share });
      const image = await uploadImage(file, { account, signal: running.signal, onProgress });
      if (isGone()) return;
      jobs.delete(id);
      onDone(id, image);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!isGone()) fail(id, job, error);
    } finally {
      job.running = null;
      next();
    }
  }

  function remove(id: string): void {
    const job = jobs.get(id);
    if (!job) return;
    jobs.delete(id);
    window.clearTimeout(job.timer);
    job.running?.abort();
  }

  return {
    /** Adds an upload, unless it is there. */
    add(id: string): void {
      if (jobs.has(id)) return;
      const job: Job = { pause: RETRY_MIN_MS, timer: undefined, running: null, isQueued: false };
      jobs.set(id, job);
      enqueue(id, job);
    },
    /** Aborts an upload. */
    remove,
    /** Tries an upload again at once. */
    retry(id: string): void {
      const job = jobs.get(id);
      if (!job) return;
      job.pause = RETRY_MIN_MS;
      enqueue(id, job);
    },
    stop(): void {
      for (const id of jobs.keys()) remove(id);
    },
  };
}
