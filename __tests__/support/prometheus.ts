/** One sample of Prometheus' text format. */
export type Sample = { name: string; labels: Record<string, string>; value: number };
export type Family = { type: string; help: string; samples: Sample[] };

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (-?(?:\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?|Inf)|\\+Inf|NaN)$`);
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;
const SUFFIXES: Record<string, RegExp> = { histogram: /_(?:bucket|sum|count)$/, counter: /$^/, gauge: /$^/ };

function fail(line: string, reason: string): never {
  throw new Error(`${reason}: ${line}`);
}

function parseLabels(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const [, name = "", value = ""] = LABEL.exec(text) ?? fail(line, "invalid labels");
    if (name in labels) fail(line, `label ${name} twice`);
    labels[name] = value.replace(/\\(.)/g, (_, character) => (character === "n" ? "\n" : character));
  }
  return labels;
}

/** Checks a histogram: cumulative buckets, the last of which is the count. */
function checkHistogram(name: string, { samples }: Family): void {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    const { le: _, ...labels } = sample.labels;
    const key = JSON.stringify(labels);
    groups.set(key, [...(groups.get(key) ?? []), sample]);
  }
  for (const group of groups.values()) {
    const buckets = group.filter((sample) => sample.name.endsWith("_bucket"));
    const count = group.find((sample) => sample.name.endsWith("_count"))?.value;
    const values = buckets.map(({ value }) => value);
    const bounds = buckets.map(({ labels }) => (labels.le === "+Inf" ? Number.POSITIVE_INFINITY : Number(labels.le)));
    const isSorted = (numbers: number[]) => numbers.every((number, i) => i === 0 || number >= (numbers[i - 1] ?? 0));
    if (!isSorted(values) || !isSorted(bounds)) fail(name, "buckets are not cumulative");
    if (bounds.at(-1) !== Number.POSITIVE_INFINITY || values.at(-1) !== count) fail(name, "+Inf is not the count");
    if (!group.some((sample) => sample.name.endsWith("_sum"))) fail(name, "no sum");
  }
}

/**
 * Parses Prometheus' text format (version 0.0.4) strictly: each family once, with HELP and TYPE before its samples, and no sample twice.
 * @throws where Prometheus would refuse it, or warn
 */
export function parsePrometheus(text: string): Map<string, Family> {
  const families = new Map<string, Family>();
  const seen = new Set<string>();
  let current: [string, Family] | undefined;
  if (!text.endsWith("\n")) fail(text.slice(-50), "no newline at the end");
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const [, help, described = ""] = new RegExp(`^# HELP (${NAME}) (.+)$`).exec(line) ?? [];
    const [, typed, type = ""] = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram)$`).exec(line) ?? [];
    if (help !== undefined) {
      if (families.has(help)) fail(line, "family twice");
      current = [help, { help: described, type: "", samples: [] }];
      families.set(...current);
    } else if (typed !== undefined) {
      if (current?.[0] !== typed) fail(line, "TYPE does not follow its HELP");
      current[1].type = type;
    } else {
      const [, name = "", labels = "", value = ""] = SAMPLE.exec(line) ?? fail(line, "invalid sample");
      if (!current) fail(line, "sample before its family");
      const [family, { samples, type }] = current;
      if (name !== family && name.replace(SUFFIXES[type] ?? /$^/, "") !== family) fail(line, `not of ${family}`);
      if (type === "histogram" && name === family) fail(line, "a histogram has no sample of its name");
      const sample = { name, labels: parseLabels(labels, line), value: Number(value.replace("Inf", "Infinity")) };
      const key = JSON.stringify([name, Object.entries(sample.labels).sort()]);
      if (seen.has(key)) fail(line, "sample twice");
      seen.add(key);
      if (type === "counter" && sample.value < 0) fail(line, "negative counter");
      samples.push(sample);
    }
  }
  for (const [name, family] of families) if (family.type === "histogram") checkHistogram(name, family);
  return families;
}

/** The sum of the samples of a name that have these labels. */
export function sumOf(families: Map<string, Family>, name: string, labels: Record<string, string> = {}): number {
  const { samples } = families.get(name) ?? fail(name, "no such family");
  return samples
    .filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
    .reduce((sum, { value }) => sum + value, 0);
}
