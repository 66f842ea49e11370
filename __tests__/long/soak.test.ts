import { ENGINES } from "../../bench/engines.ts";
import { removeFolder } from "../../bench/server.ts";
import { verdicts } from "../../bench/soak/report.ts";
import { MEASURES, soak } from "../../bench/soak/soak.ts";

afterAll(removeFolder);

test.each(["sqlite", "postgres"])(
  "a soak of a minute on %s — every response is as expected, and everything is measured",
  async (name) => {
    const engine = await ENGINES[name]?.();
    if (!engine) throw new Error(`There is no engine ${name}`);
    const result = await soak(engine, 1, () => {}).finally(engine.stop);
    expect(result.failures).toEqual([]);
    for (const count of Object.values(result.counts)) expect(count).toBeGreaterThan(0);
    const measured = verdicts(result).map(({ measure }) => measure);
    expect(measured).toEqual(Object.keys(MEASURES).filter((measure) => name === "sqlite" || measure !== "wal"));
    // What is level from the start; the rest takes longer than a minute.
    const level = verdicts(result).filter(({ trend }) => trend.isLevel);
    expect(level.map(({ measure }) => measure)).toContain("descriptors");
  },
);
