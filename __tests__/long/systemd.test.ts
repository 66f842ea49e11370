import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { globSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { freePort } from "#support/free-port";
import { isInstalled } from "#support/is-installed";

/*
 * The units in deployment/systemd, checked by systemd itself (Debian: `apt-get install systemd`), which need not run. What they restrict is
 * not in force here.
 */
const SERVICES = globSync("deployment/systemd/*.service").sort();
const systemdTest = isInstalled("systemd-analyze", "--version") ? test : test.skip;

function analyze(...args: string[]) {
  const { status, stderr, stdout } = spawnSync("systemd-analyze", args, { encoding: "utf8" });
  return { status, output: stdout + stderr };
}

/** The largest exposure that `systemd-analyze security` may report, of 10. */
const EXPOSURE_MAX = 1.5;

systemdTest("systemd-analyze verify — every unit — nothing to report", () => {
  const units = globSync("deployment/systemd/*.{service,timer}");
  expect(units).toHaveLength(3);
  expect(analyze("verify", "--man=no", ...units)).toEqual({ status: 0, output: "" });
});

systemdTest.each(SERVICES)("systemd-analyze security — %s — hardly exposed", (unit) => {
  const { output, status } = analyze(
    "security",
    "--offline=true",
    `--threshold=${EXPOSURE_MAX * 10}`,
    "--no-pager",
    unit,
  );
  const [, exposure] = /Overall exposure level for \S+: ([\d.]+)/.exec(output) ?? [];
  expect([status, Number(exposure) <= EXPOSURE_MAX]).toEqual([0, true]);
});

test.each(SERVICES)("%s — V8 needs memory that is writable and executable — MemoryDenyWriteExecute is off", (unit) => {
  expect(readFileSync(unit, "utf8")).not.toMatch(/^MemoryDenyWriteExecute=/m);
});

describe("wait-until-ready.js", () => {
  /** As ExecStartPost, for a process and a port. */
  const waitFor = (pid: number | undefined, port: number): ChildProcess =>
    spawn(process.execPath, ["deployment/systemd/wait-until-ready.js"], {
      env: { ...process.env, MAINPID: String(pid), PORT: String(port) },
    });
  const exitOf = async (child: ChildProcess) => (await once(child, "exit"))[0] as number | null;
  const main = () => spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"]);

  test("wait-until-ready.js — the server responds later — ends then", async () => {
    const [port, process] = [await freePort(), main()];
    const waiting = waitFor(process.pid, port);
    let requests = 0;
    const server = createServer((_req, res) => {
      res.statusCode = ++requests < 3 ? 503 : 200;
      res.end();
    });
    server.listen(port, "127.0.0.1");
    expect(await exitOf(waiting)).toBe(0);
    expect(requests).toBe(3);
    server.close();
    process.kill();
  });

  test("wait-until-ready.js — the process ends without responding — code 1", async () => {
    const process = main();
    const waiting = waitFor(process.pid, await freePort());
    process.kill();
    expect(await exitOf(waiting)).toBe(1);
  });
});
