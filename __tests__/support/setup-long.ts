/** Milliseconds: the tests in `__tests__/long/` soak, kill and install. */
jest.setTimeout(600_000);
