/** server.ts and Next load separate instances of this module: the state is global to the process. */
const shared = globalThis as { octavoIsStopping?: boolean };

/** Whether this process is stopping and should be sent no more requests. */
export function isStopping(): boolean {
  return shared.octavoIsStopping === true;
}

export function setStopping(isStopping: boolean): void {
  shared.octavoIsStopping = isStopping;
}
