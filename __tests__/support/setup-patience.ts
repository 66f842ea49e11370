/** Nothing here is about time: a test may take long on a busy machine, and only one that hangs is ended. */
jest.setTimeout(120_000);
