import { testNextManual } from "#support/next-manual";

// `__tests__/long/manual.test.ts` tries every text.
testNextManual(16);
