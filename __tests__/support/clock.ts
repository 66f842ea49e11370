/** Sets the clock to a time, at which it stands still. Timers and I/O go on. The test's end brings the present back. */
export function travelTo(time: Date | number): void {
  jest.useFakeTimers({ now: time, doNotFake: ["nextTick", "setImmediate", "setTimeout"] });
}

/** Sets the clock back to the present. */
export function travelBack(): void {
  jest.useRealTimers();
}

afterEach(travelBack);
