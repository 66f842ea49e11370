import type { Autosave, AutosaveInput } from "#lib/shared/autosaves";
import { ApiError } from "./api-error.ts";

/** The shortest time between the starts of two requests, in milliseconds. */
export const AUTOSAVE_INTERVAL_MS = 5_000;
/** How long typing goes on before the first request, in milliseconds. */
const FIRST_DELAY_MS = 1_000;
/** The longest time between two tries while the server cannot be reached, in milliseconds. */
const RETRY_MAX_MS = 60_000;
/** How many texts without a response are remembered. */
const UNANSWERED_MAX = 3;

/**
 * Whether the server has the text. `unreachable` is tried again; `refused` (the text is too long, or the account has too many
 * autosaves) with the next change; after `signed-out`, `other-account` and `conflict` (another device changed the autosave) nothing is
 * sent until `retry` or `reset`.
 */
export type AutosaveStatus =
  | "none"
  | "pending"
  | "saving"
  | "saved"
  | "unreachable"
  | "signed-out"
  | "other-account"
  | "refused"
  | "conflict";

/** What is sent; the id is that of the local draft. */
type Text = { id: string; input: AutosaveInput };

type Options = {
  /** The text as it is now; null while there is nothing to save. */
  read: () => Text | null;
  /** @param version of the autosave that is replaced; 0 for a new one */
  put: (id: string, input: AutosaveInput, version: number) => Promise<Pick<Autosave, "version">>;
  onStatus: (status: AutosaveStatus) => void;
  /** The version that the server has already. */
  version?: number;
};

const isTemporary = ({ status }: ApiError) => status === 0 || status === 429 || status >= 500;

function statusOf(error: ApiError): AutosaveStatus {
  if (isTemporary(error)) return "unreachable";
  if (error.status === 401) return "signed-out";
  if (error.status === 412) return "conflict";
  return error.problem.type?.endsWith("#account-changed") ? "other-account" : "refused";
}

/** Whether the server has the very text that was sent. */
function isSame(current: Partial<Autosave>, input: AutosaveInput): boolean {
  return Object.entries(input).every(
    ([name, value]) => JSON.stringify(current[name as keyof AutosaveInput]) === JSON.stringify(value),
  );
}

/** Saves the text in an editor on the server: one request at a time, at most one in AUTOSAVE_INTERVAL_MS. */
export function createAutosaver({ read, put, onStatus, version: initialVersion = 0 }: Options) {
  let version = initialVersion;
  let timer: number | undefined;
  let inFlight: Promise<void> | undefined;
  let lastStart = Number.NEGATIVE_INFINITY;
  /** After a refusal, the time of the next try. */
  let notBefore = Number.NEGATIVE_INFINITY;
  let failures = 0;
  /** The text that the server has, as JSON. */
  let saved = "";
  /** Texts whose responses were lost: the server may have any of them. */
  let unanswered: AutosaveInput[] = [];
  let isStopped = false;
  /** Set after a refusal, until the writer does something about it. */
  let isBlocked = false;
  /** Counts the autosaves that were begun: what concerns an earlier one is over. */
  let begun = 0;

  function cancel(): void {
    window.clearTimeout(timer);
    timer = undefined;
  }

  function schedule(wait: number): void {
    if (timer !== undefined || isStopped || isBlocked) return;
    const delay = Math.max(wait, Math.max(lastStart + AUTOSAVE_INTERVAL_MS, notBefore) - Date.now());
    timer = window.setTimeout(() => {
      timer = undefined;
      void run();
    }, delay);
  }

  /** After a 412: goes on from the server's version where nobody else has written it. @returns whether that is so */
  function catchUp(current: Partial<Autosave> | undefined, input: AutosaveInput): boolean {
    // Without an autosave, it was deleted elsewhere; otherwise the response to an earlier request may have been lost.
    if (current && ![...unanswered, input].some((sent) => isSame(current, sent))) return false;
    version = current?.version ?? 0;
    unanswered = [];
    failures = 0;
    if (current && isSame(current, input)) saved = JSON.stringify(input);
    const now = read();
    if (now && JSON.stringify(now.input) !== saved) schedule(0);
    onStatus(timer === undefined ? "saved" : "pending");
    return true;
  }

  function fail(error: unknown, { input }: Text): void {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 412 && catchUp(error.problem.current as Partial<Autosave> | undefined, input)) return;
    const status = statusOf(error);
    if (status === "unreachable") unanswered = [...unanswered, input].slice(-UNANSWERED_MAX);
    failures++;
    // A text that was refused may change into one that is not.
    isBlocked = status !== "unreachable" && status !== "refused";
    const backOff = Math.min(RETRY_MAX_MS, AUTOSAVE_INTERVAL_MS * 2 ** (failures - 1));
    const pause = Math.max(backOff, (error.retryAfter ?? 0) * 1000);
    if (status === "unreachable") schedule(pause);
    else notBefore = Date.now() + pause;
    onStatus(status);
  }

  async function send(text: Text): Promise<void> {
    const json = JSON.stringify(text.input);
    const number = begun;
    lastStart = Date.now();
    onStatus("saving");
    try {
      const response = await put(text.id, text.input, version);
      if (number !== begun) return;
      ({ version } = response);
      saved = json;
      failures = 0;
      unanswered = [];
      const now = read();
      if (now && JSON.stringify(now.input) !== saved) schedule(0);
      onStatus(timer === undefined ? "saved" : "pending");
    } catch (error) {
      if (number === begun) fail(error, text);
      else if (!(error instanceof ApiError)) throw error;
    }
  }

  function run(): Promise<void> {
    if (inFlight || isStopped || isBlocked) return inFlight ?? Promise.resolve();
    const text = read();
    if (!text) return Promise.resolve();
    if (JSON.stringify(text.input) === saved) {
      // Typed and deleted again.
      failures = 0;
      onStatus("saved");
      return Promise.resolve();
    }
    inFlight = send(text).finally(() => {
      inFlight = undefined;
    });
    return inFlight;
  }

  return {
    /** Tells of a change. */
    changed(): void {
      if (isStopped || isBlocked) return;
      if (!inFlight && failures === 0) onStatus("pending");
      schedule(FIRST_DELAY_MS);
    },
    /** Sends the text now, and resolves when the server has it or has not. */
    async flush(): Promise<void> {
      cancel();
      await inFlight;
      cancel();
      await run();
    },
    /** Waits for the request in flight and sends no further one until `changed`: before the post itself is saved. */
    async settle(): Promise<void> {
      cancel();
      await inFlight;
      // The response may have scheduled what was typed meanwhile.
      cancel();
    },
    /** The version of the autosave that the server has; 0 for none. */
    get version(): number {
      return version;
    },
    /** Whether the server has the text as it is now. */
    get isCurrent(): boolean {
      const now = read();
      return now !== null && JSON.stringify(now.input) === saved;
    },
    /** Continues an autosave that the server has in this version. @param isSame whether with the text as it is now */
    adopt(existing: number, isSame: boolean): void {
      version = existing;
      saved = isSame ? JSON.stringify(read()?.input) : "";
      onStatus(isSame ? "saved" : "pending");
    },
    /** The server has deleted the autosave, or a new id begins: the next one is new. */
    reset(): void {
      version = 0;
      saved = "";
      failures = 0;
      unanswered = [];
      notBefore = Number.NEGATIVE_INFINITY;
      isBlocked = false;
      begun++;
      cancel();
      onStatus("none");
    },
    /** Tries again at once: the browser is online, or the writer has signed in. */
    retry(): void {
      isBlocked = false;
      notBefore = Number.NEGATIVE_INFINITY;
      failures = 0;
      cancel();
      schedule(0);
    },
    /** Stops; the request in flight goes on. */
    stop(): void {
      isStopped = true;
      cancel();
    },
  };
}
