import { parsePrometheus, sumOf } from "#support/prometheus";

const GOOD = `# HELP a_total What it is.
# TYPE a_total counter
a_total{path="/\\"x\\"",n="1"} 3
a_total{n="2"} 4

# HELP h Times.
# TYPE h histogram
h_bucket{le="0.1"} 1
h_bucket{le="+Inf"} 2
h_sum 0.5
h_count 2
`;

test("parsePrometheus — valid text — families with samples", () => {
  const families = parsePrometheus(GOOD);
  expect(families.get("a_total")?.samples[0]).toEqual({ name: "a_total", labels: { path: '/"x"', n: "1" }, value: 3 });
  expect(sumOf(families, "a_total")).toBe(7);
  expect(sumOf(families, "a_total", { n: "2" })).toBe(4);
});

test.each([
  ["sample without a family", GOOD, `b_total 1\n${GOOD}`],
  ["sample twice", 'a_total{n="2"} 4', 'a_total{n="2"} 4\na_total{n="2"} 4'],
  ["no number", "h_sum 0.5", "h_sum null"],
  ["unescaped quote", 'n="2"', 'n="2"3"'],
  ["label without a value", 'n="2"', "n"],
  ["family twice", "# HELP h Times.", "# HELP a_total Times."],
  ["bucket above the next", 'le="0.1"} 1', 'le="0.1"} 3'],
  ["count unlike the last bucket", "h_count 2", "h_count 3"],
  ["no newline at the end", GOOD, GOOD.trimEnd()],
])("parsePrometheus — %s — throws", (_what, before, after) => {
  expect(() => parsePrometheus(GOOD.replace(before, () => after))).toThrow();
});
