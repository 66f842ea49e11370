/** server.ts and Next each load modules of their own: what they both know is the process's. */
const shared = globalThis as { octavoIsStopping?: boolean };

/** Whether this process has been asked to stop, and should be sent no more requests. */
export function isStopping(): boolean {
  return shared.octavoIsStopping === true;
}

export function setStopping(isStopping: boolean): void {
  shared.octavoIsStopping = isStopping;
}
