/** Stops the clock at a time until the end of the test. Timers and I/O go on. */
export function travelTo(time: Date | number): void {
  jest.useFakeTimers({ now: time, doNotFake: ["nextTick", "setImmediate", "setTimeout"] });
}

/** Sets the clock back to the present. */
export function travelBack(): void {
  jest.useRealTimers();
}

afterEach(travelBack);
