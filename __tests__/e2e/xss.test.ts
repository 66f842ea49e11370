import { testHostileText } from "#support/hostile-text";

// A sample; `__tests__/long/xss.test.ts` tries every text.
testHostileText({ posts: 50, searches: 8, opened: 2 });
