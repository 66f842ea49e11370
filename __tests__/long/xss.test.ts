import { testHostileText } from "#support/hostile-text";

testHostileText({ posts: 1_000, searches: 40, opened: 5 });
