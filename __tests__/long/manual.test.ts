import { testManual } from "#support/manual";

testManual(1);
