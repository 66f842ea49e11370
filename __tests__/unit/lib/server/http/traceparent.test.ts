import { parseTraceparent } from "#lib/server/http/traceparent";

const ID = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331";
const VALID = `00-${ID}-01`;

test.each([
  ["valid", VALID, VALID],
  ["unknown flags", `00-${ID}-ff`, `00-${ID}-ff`],
  ["later version", `cc-${ID}-01`, `cc-${ID}-01`],
  ["later version with more fields", `cc-${ID}-01-what-the-future-holds`, `cc-${ID}-01`],
  ["later version, more without a dash", `cc-${ID}-01x`, undefined],
  ["version 00 with more", `${VALID}-more`, undefined],
  ["version ff", `ff-${ID}-01`, undefined],
  ["upper case", VALID.toUpperCase(), undefined],
  ["trace id of zeros", `00-${"0".repeat(32)}-b7ad6b7169203331-01`, undefined],
  ["parent id of zeros", `00-0af7651916cd43dd8448eb211c80319c-${"0".repeat(16)}-01`, undefined],
  ["too short", VALID.slice(0, -1), undefined],
  ["two of them", `${VALID}, ${VALID}`, undefined],
  ["line break", `${VALID}\nforged`, undefined],
  ["other text", "hello", undefined],
  ["nothing", undefined, undefined],
])("parseTraceparent — %s — as W3C Trace Context says", (_what, header, expected) => {
  expect(parseTraceparent(header)).toBe(expected);
});
