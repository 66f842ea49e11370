import { testNextManual } from "#support/next-manual";

testNextManual(1);
