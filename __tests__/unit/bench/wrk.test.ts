import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parseWrk, sendBothWithWrk, wrkVersion } from "../../../bench/wrk.ts";

/** What wrk 4.1 prints. @param lines those between the responses and the rate */
const printed = (requests: string, perSecond: string, ...lines: string[]) => `Running 1s test @ http://127.0.0.1:5999/
  1 threads and 8 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    16.18ms   32.31ms 167.47ms   87.73%
    Req/Sec     7.73k     8.02k   23.88k    77.78%
  ${requests} requests in 1.13s, 0.88MB read
${lines.map((line) => `  ${line}\n`).join("")}Requests/sec:${perSecond.padStart(10)}
Transfer/sec:    799.49KB
`;

test("parseWrk — the requests, and the seconds of which the rate is", () => {
  const { requests, seconds } = parseWrk(printed("7267", "6446.28"));
  expect(requests).toBe(7267);
  expect(requests / seconds).toBeCloseTo(6446.28, 6);
});

test.each([["Non-2xx or 3xx responses: 5250"], ["Socket errors: connect 0, read 1206, write 3211, timeout 0"]])(
  "parseWrk — %s — throws with it",
  (line) => {
    expect(() => parseWrk(printed("7267", "6446.28", line))).toThrow(`requests of wrk failed: ${line}`);
  },
);

test.each([
  ["no response", printed("0", "0.00")],
  ["nothing printed", ""],
])("parseWrk — %s — throws with the report", (_, output) => {
  expect(() => parseWrk(output)).toThrow(`wrk got no response:\n${output}`);
});

(wrkVersion() ? test : test.skip)("sendBothWithWrk — two servers — each gets its load, for as long", async () => {
  const counts = [0, 0];
  const servers = counts.map((_, index) =>
    createServer((_req, res) => {
      counts[index] = (counts[index] ?? 0) + 1;
      res.end("Served");
    }).listen(0, "127.0.0.1"),
  );
  await Promise.all(servers.map((server) => once(server, "listening")));
  const loadOf = (index: number) => {
    const address = servers[index]?.address() as AddressInfo | undefined;
    return { url: `http://127.0.0.1:${address?.port}/`, headers: {}, connections: 2, seconds: 0.2 };
  };
  const sent = await sendBothWithWrk([loadOf(0), loadOf(1)]);
  for (const server of servers) server.close();
  for (const [index, { requests, seconds }] of sent.entries()) {
    expect(seconds).toBeGreaterThanOrEqual(0.2);
    expect(requests).toBeGreaterThan(0);
    // What is on the way at the end is not counted.
    expect(requests).toBeLessThanOrEqual(counts[index] ?? 0);
  }
});
