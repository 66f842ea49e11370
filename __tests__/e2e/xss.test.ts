import { testScriptInjection } from "#support/script-injection";

// A sample; `__tests__/long/xss.test.ts` tries every text.
testScriptInjection({ posts: 50, searches: 8, opened: 2 });
