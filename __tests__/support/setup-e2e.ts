/** A test here starts servers and browsers: it may take its time on a slow machine. */
jest.setTimeout(120_000);
