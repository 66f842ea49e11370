import { CpuThread } from "#lib/server/cpu/cpu-thread";

test("x", async () => {
  const t = new CpuThread();
  console.log(JSON.stringify(await t.run("render", ["**a**", true])));
});
