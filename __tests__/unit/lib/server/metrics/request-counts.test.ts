import { RequestCounts } from "#lib/server/metrics/request-counts";

const ROUTES = ["unknown", "/blog/[id]"];

const seriesOf = (counts: RequestCounts) => {
  const [requests, durations] = counts.metrics();
  return { requests: requests?.values ?? [], durations: durations?.values ?? [] };
};

test("RequestCounts — requests — one series for the same labels, with a histogram", () => {
  const counts = new RequestCounts(ROUTES);
  counts.count(1, "GET", 200, "hit", 0.0005);
  counts.count(1, "GET", 200, "hit", 0.3);
  counts.count(1, "GET", 304, "hit", 0.001);
  counts.count(1, "GET", 0, "none", 20);
  counts.count(0, "PROPFIND", 405, "none", 0.002);
  const { durations, requests } = seriesOf(counts);
  expect(requests).toEqual([
    { labels: { route: "/blog/[id]", method: "GET", cache: "hit", status: 200 }, value: 2 },
    { labels: { route: "/blog/[id]", method: "GET", cache: "hit", status: 304 }, value: 1 },
    { labels: { route: "/blog/[id]", method: "GET", cache: "none", status: "aborted" }, value: 1 },
    { labels: { route: "unknown", method: "other", cache: "none", status: 405 }, value: 1 },
  ]);
  const ofHits = durations.filter(({ labels }) => labels.cache === "hit");
  expect(ofHits.map(({ labels, value }) => [labels.le, value])).toEqual([
    ...[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25].map((le) => [le, 2]),
    ...[0.5, 1, 2.5, 10, "+Inf"].map((le) => [le, 3]),
    [undefined, 0.3015],
    [undefined, 3],
  ]);
  const slow = durations.filter(({ labels }) => labels.cache === "none" && labels.method === "GET");
  expect(slow.find(({ labels }) => labels.le === 10)?.value).toBe(0);
  expect(slow.find(({ labels }) => labels.le === "+Inf")?.value).toBe(1);
});

test("RequestCounts — more series than SERIES_MAX — the others are counted together, none is lost", () => {
  const counts = new RequestCounts(Array.from({ length: 20 }, (_, route) => `/${route}`));
  let sent = 0;
  for (let route = 0; route < 20; route++) {
    for (let status = 200; status < 500; status++) counts.count(route, "GET", status, "none", 0.01);
    sent += 300;
  }
  const { requests } = seriesOf(counts);
  expect(requests).toHaveLength(4_096);
  expect(requests.at(-1)).toEqual({
    labels: { route: "other", method: "other", cache: "none", status: "other" },
    value: sent - 4_095,
  });
  expect(requests.reduce((sum, { value }) => sum + value, 0)).toBe(sent);
});
