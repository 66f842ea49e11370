import { testScriptInjection } from "#support/script-injection";

// A sample; `__tests__/long/xss.test.ts` tries every text.
testScriptInjection({ posts: 6, searches: 1, opened: 1 });
