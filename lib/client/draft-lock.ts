/** How often a tab without Web Locks says that it has a draft open, and when it counts as closed; in milliseconds. */
const HEARTBEAT_MS = 1_000;
const HEARTBEAT_MAX_MS = 5_000;

const nameOf = (id: string) => `octavo-draft-${id}`;

/** Web Locks need https or localhost. */
const hasLocks = () => typeof navigator !== "undefined" && "locks" in navigator;

/** Holds a lock by writing the time to localStorage, again and again. */
function lockByHeartbeat(id: string): (() => void) | null {
  const name = nameOf(id);
  if (Date.now() - Number(localStorage.getItem(name) ?? 0) < HEARTBEAT_MAX_MS) return null;
  const beat = () => localStorage.setItem(name, String(Date.now()));
  let timer: number | undefined;
  function start(): void {
    beat();
    timer = window.setInterval(beat, HEARTBEAT_MS);
  }
  function pause(): void {
    window.clearInterval(timer);
    localStorage.removeItem(name);
  }
  // A page that the back/forward cache keeps takes the lock again when it is shown.
  const resume = ({ persisted }: PageTransitionEvent) => persisted && start();
  window.addEventListener("pagehide", pause);
  window.addEventListener("pageshow", resume);
  start();
  return () => {
    window.removeEventListener("pagehide", pause);
    window.removeEventListener("pageshow", resume);
    pause();
  };
}

/**
 * Marks a draft as open in this tab, so that no other tab writes to it.
 * @returns a function that releases it, or null if another tab has it open
 */
export async function lockDraft(id: string): Promise<(() => void) | null> {
  if (!hasLocks()) {
    try {
      return lockByHeartbeat(id);
    } catch {
      // No localStorage: another tab has no local drafts either.
      return () => {};
    }
  }
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(nameOf(id), { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null);
        return new Promise<void>((release) => resolve(() => release()));
      })
      .catch(reject);
  });
}

/** Whether a tab of this browser has the draft open. */
export async function isDraftOpen(id: string): Promise<boolean> {
  if (!hasLocks()) {
    try {
      return Date.now() - Number(localStorage.getItem(nameOf(id)) ?? 0) < HEARTBEAT_MAX_MS;
    } catch {
      return false;
    }
  }
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === nameOf(id));
}
