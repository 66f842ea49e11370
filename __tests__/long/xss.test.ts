import { testScriptInjection } from "#support/script-injection";

testScriptInjection({ posts: 1_000, searches: 40, opened: 5 });
