import { testScriptInjection } from "#support/script-injection";

// A sample; `__tests__/long/xss.test.ts` tries every text.
testScriptInjection({ posts: 25, searches: 4, opened: 1 });
