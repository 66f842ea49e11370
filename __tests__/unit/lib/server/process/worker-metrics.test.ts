import type { Worker } from "node:cluster";
import { log } from "#lib/server/log";
import { metric } from "#lib/server/metrics/sample";
import { MetricsGatherer } from "#lib/server/process/worker-metrics";

const counted = (requests: number, connections: number) => [
  metric("counter", "requests_total", "Requests.", [{ labels: { route: "/" }, value: requests }]),
  metric("gauge", "connections", "Connections.", [{ labels: {}, value: connections }]),
];

/** A worker whose answers the test decides on. */
class FakeWorker {
  readonly id: number;
  isAnswering = true;
  isOpen = true;
  requests = 0;
  readonly sent: Record<string, unknown>[] = [];
  readonly #deliver: (worker: FakeWorker, message: unknown) => void;

  constructor(id: number, deliver: (worker: FakeWorker, message: unknown) => void) {
    this.id = id;
    this.#deliver = deliver;
  }
  isConnected = () => this.isOpen;
  send(message: { metrics: string; id: number }) {
    this.sent.push(message);
    if (message.metrics === "request" && this.isAnswering) this.answer(message.id);
  }
  answer(id: number) {
    const snapshot = counted(this.requests, 1);
    setImmediate(() => this.#deliver(this, { metrics: "response", id, snapshot }));
  }
}

let workers: FakeWorker[];
let gatherer: MetricsGatherer;
beforeEach(() => {
  gatherer = new MetricsGatherer(() => workers as unknown as Worker[], 50);
  const deliver = (worker: FakeWorker, message: unknown) => void gatherer.take(worker as unknown as Worker, message);
  workers = [1, 2, 3].map((id) => new FakeWorker(id, deliver));
  for (const [index, worker] of workers.entries()) worker.requests = 10 ** index;
});
const remove = (worker: FakeWorker | undefined) => {
  workers = workers.filter((other) => other !== worker);
  gatherer.remove(worker as unknown as Worker, true);
};

async function sums() {
  const { answered, deaths, snapshots, workers: count } = await gatherer.gather();
  const sum = (name: string) =>
    snapshots
      .flat()
      .filter((one) => one.name === `octavo_${name}`)
      .flatMap(({ values }) => values)
      .reduce((total, { value }) => total + value, 0);
  return { requests: sum("requests_total"), connections: sum("connections"), workers: count, answered, deaths };
}

test("MetricsGatherer — all workers answer — the snapshots of all", async () => {
  expect(await sums()).toEqual({ requests: 111, connections: 3, workers: 3, answered: 3, deaths: 0 });
});

test("MetricsGatherer — a worker does not answer — its last counters, without its gauges", async () => {
  await sums();
  const [, second] = workers;
  Object.assign(second ?? {}, { isAnswering: false, requests: 50 });
  expect(await sums()).toEqual({ requests: 111, connections: 2, workers: 3, answered: 2, deaths: 0 });
});

test("MetricsGatherer — a worker answers too late — the next answer has its newest counters", async () => {
  await sums();
  const second = workers[1] as FakeWorker;
  second.isAnswering = false;
  await sums();
  const late = second.sent.at(-1) as { id: number };
  Object.assign(second, { isAnswering: true, requests: 50 });
  await sums();
  second.requests = 0;
  second.answer(late.id);
  await new Promise(setImmediate);
  second.isAnswering = false;
  expect((await sums()).requests).toBe(1 + 50 + 100);
});

test("MetricsGatherer — workers die and are replaced — no counter decreases", async () => {
  await sums();
  remove(workers[2]);
  remove(workers[1]);
  const [first] = workers;
  workers.push(new FakeWorker(4, (worker, message) => void gatherer.take(worker as unknown as Worker, message)));
  (first as FakeWorker).requests = 5;
  expect(await sums()).toEqual({ requests: 5 + 110, connections: 2, workers: 2, answered: 2, deaths: 2 });
});

test("MetricsGatherer — counters of a dead worker cannot be added — logged, and those of the others are gathered", async () => {
  const error = jest.spyOn(log, "error").mockImplementation(() => {});
  await sums();
  const invalid = counted(5, 1).map((one) => ({ ...one, aggregator: "none" }));
  const second = workers[1] as FakeWorker;
  second.answer = (id) =>
    void gatherer.take(second as unknown as Worker, { metrics: "response", id, snapshot: invalid });
  await sums();
  remove(second);
  expect((await sums()).requests).toBe(1 + 100);
  expect(error).toHaveBeenCalledTimes(1);
  error.mockRestore();
});

test("MetricsGatherer — a worker dies before it answers — the others' answers at once", async () => {
  const third = workers[2] as FakeWorker;
  third.isAnswering = false;
  gatherer = new MetricsGatherer(() => workers as unknown as Worker[], 60_000);
  const gathering = sums();
  await new Promise(setImmediate);
  remove(third);
  expect(await gathering).toMatchObject({ requests: 11, answered: 2, deaths: 1 });
});

test("MetricsGatherer — a worker is scraped — it gets what all have counted", async () => {
  const [first, second] = workers as [FakeWorker, FakeWorker];
  expect(gatherer.take(first as unknown as Worker, { metrics: "gather", id: 7 })).toBe(true);
  while (!first.sent.some(({ metrics }) => metrics === "gathered")) await new Promise(setImmediate);
  expect(first.sent.at(-1)).toMatchObject({ metrics: "gathered", id: 7, gathered: { workers: 3, answered: 3 } });
  expect(second.sent.map(({ metrics }) => metrics)).toEqual(["request"]);
});

test.each(["Octavo is ready", { refusal: "no" }, { stop: "SIGTERM" }, null, 3])(
  "MetricsGatherer — %j — not about metrics",
  (message) => {
    expect(gatherer.take(workers[0] as unknown as Worker, message)).toBe(false);
  },
);
