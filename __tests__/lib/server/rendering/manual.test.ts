import { testManual } from "#support/manual";

// `__tests__/long/manual.test.ts` tries every text.
testManual(8);
