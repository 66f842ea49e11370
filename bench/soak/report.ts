import { MEASURES, type Measure, type Soak } from "./soak.ts";
import { type Trend, trendOf } from "./trend.ts";

export type Verdict = { engine: string; measure: Measure; trend: Trend };

/** Whether each measure of a soak levels off. */
export const verdicts = ({ engine, series }: Soak): Verdict[] =>
  (Object.keys(MEASURES) as Measure[]).flatMap((measure) => {
    const points = series[measure];
    return points ? [{ engine, measure, trend: trendOf(points, MEASURES[measure].tolerance) }] : [];
  });

const amount = (value: number) => value.toLocaleString("en", { maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0 });
const signed = (value: number) => `${value > 0 ? "+" : ""}${amount(value)}`;

/** A Markdown table of verdicts. */
export function soakTable(all: Verdict[]): string {
  const rows = all.map(({ engine, measure, trend }) => {
    const { label, unit } = MEASURES[measure];
    const with_ = (text: string) => (unit ? `${text} ${unit}` : text);
    const cells = [label, engine, with_(amount(trend.first)), with_(amount(trend.second))];
    return [
      ...cells,
      with_(signed(trend.growth)),
      with_(`+${amount(trend.allowed)}`),
      trend.isLevel ? "yes" : "**no**",
    ];
  });
  const head = ["measure", "engine", "first half", "second half", "growth in it", "counts as level", "levels off"];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** What a soak has done, in one line. */
export function work({ counts, engine, failures, minutes }: Soak): string {
  const parts = Object.entries(counts).map(([name, count]) => `${count.toLocaleString("en")} ${name}`);
  return `On ${engine}, in ${amount(minutes)} minutes: ${parts.join(", ")}; ${failures.length} unexpected responses.`;
}
