import { testScriptInjection } from "#support/script-injection";

// A sample; `__tests__/long/xss.test.ts` tries every text.
testScriptInjection({ posts: 12, searches: 2, opened: 1 });
