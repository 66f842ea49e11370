/** How far the clocks of two machines may differ, in milliseconds; see docs/operations.md. */
export const CLOCK_SKEW_MS = 60_000;
