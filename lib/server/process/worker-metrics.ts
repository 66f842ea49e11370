import cluster, { type Worker } from "node:cluster";
import { setTimeout as wait } from "node:timers/promises";
import { log } from "#lib/server/log";
import type { Metric } from "#lib/server/metrics/sample";
import type { Gathered } from "#lib/server/metrics/state";

/** How long a worker may take to send what it has counted, in milliseconds. One that does not is left out. */
const ANSWER_MS = 1_000;

/**
 * A worker that is scraped sends `gather` to the primary process, which sends `request` to each worker, takes their `response`, and sends
 * `gathered` to the worker that is scraped.
 */
type Message =
  | { metrics: "gather" | "request"; id: number }
  | { metrics: "response"; id: number; snapshot: Metric[] }
  | { metrics: "gathered"; id: number; gathered: Gathered };

const isMessage = (message: unknown): message is Message =>
  typeof message === "object" && message !== null && "metrics" in message;

/** Metrics that only grow: those of a worker count when it has died, too. */
const isCumulative = ({ type }: Metric) => String(type) !== "gauge";

/** One request to all workers. */
type Round = { missing: Set<number>; snapshots: Metric[][]; complete: () => void };

async function add(...snapshots: Metric[][]): Promise<Metric[]> {
  const { AggregatorRegistry } = await import("prom-client");
  return (await AggregatorRegistry.aggregate(snapshots).getMetricsAsJSON()) as Metric[];
}

/** The primary process: gathers what its workers have counted. */
export class MetricsGatherer {
  readonly #rounds = new Map<number, Round>();
  #nextRound = 1;
  /** The counters that each worker sent last. */
  readonly #counters = new Map<number, Metric[]>();
  /** The sum of those of all workers that have died. */
  #departed: Promise<Metric[]> = Promise.resolve([]);
  #deaths = 0;
  readonly #workers: () => Worker[];
  readonly #timeout: number;

  constructor(
    workers = () => Object.values(cluster.workers ?? {}).filter((worker): worker is Worker => worker !== undefined),
    timeout = ANSWER_MS,
  ) {
    this.#workers = workers;
    this.#timeout = timeout;
  }

  /** Takes a message of a worker. @returns whether it was one about metrics */
  take(worker: Worker, message: unknown): boolean {
    if (!isMessage(message)) return false;
    if (message.metrics === "gather") {
      this.#answer(worker, message.id).catch((error: unknown) => log.error({ err: error }, "metrics not gathered"));
    }
    if (message.metrics === "response") this.#store(worker.id, message.id, message.snapshot);
    return true;
  }

  /** Keeps what a worker that has died had counted. */
  remove({ id }: Worker, isDeath: boolean): void {
    const counters = this.#counters.get(id);
    this.#counters.delete(id);
    if (isDeath) this.#deaths += 1;
    if (counters) this.#departed = this.#departed.then((departed) => this.#addDeparted(departed, counters));
    for (const round of this.#rounds.values()) this.#cross(round, id);
  }

  /** What cannot be added is logged: it must not end the primary process. */
  async #addDeparted(departed: Metric[], counters: Metric[]): Promise<Metric[]> {
    try {
      return await add(departed, counters);
    } catch (error) {
      log.error({ err: error }, "metrics of a worker that died are lost");
      return departed;
    }
  }

  #cross(round: Round, worker: number): void {
    round.missing.delete(worker);
    if (round.missing.size === 0) round.complete();
  }

  #store(worker: number, id: number, snapshot: Metric[]): void {
    const round = this.#rounds.get(id);
    // Too late: an older snapshot must not replace a newer one.
    if (!round?.missing.has(worker)) return;
    this.#counters.set(worker, snapshot.filter(isCumulative));
    round.snapshots.push(snapshot);
    this.#cross(round, worker);
  }

  async #answer(scraped: Worker, id: number): Promise<void> {
    const gathered = await this.gather();
    if (scraped.isConnected()) scraped.send({ metrics: "gathered", id, gathered } satisfies Message, () => {});
  }

  /** Requests the snapshots of all workers; waits for `ANSWER_MS` at most. */
  async gather(): Promise<Gathered> {
    const workers = this.#workers().filter((worker) => worker.isConnected());
    const id = this.#nextRound++;
    const { promise, resolve } = Promise.withResolvers<void>();
    const round: Round = { missing: new Set(workers.map((worker) => worker.id)), snapshots: [], complete: resolve };
    this.#rounds.set(id, round);
    for (const worker of workers) worker.send({ metrics: "request", id } satisfies Message, () => {});
    await Promise.race([promise, wait(this.#timeout, undefined, { ref: false })]);
    this.#rounds.delete(id);
    // Their counters stay, so that none of the sums decreases.
    const late = [...round.missing].flatMap((worker) => {
      const counters = this.#counters.get(worker);
      return counters ? [counters] : [];
    });
    const answered = round.snapshots.length;
    const snapshots = [...round.snapshots, ...late, await this.#departed];
    return { snapshots, workers: workers.length, answered, deaths: this.#deaths };
  }
}

/**
 * A worker: sends what it has counted whenever the primary process requests it.
 * @returns requests from the primary process what all workers have counted; undefined if it does not answer
 */
export function connectMetrics(takeSnapshot: () => Promise<Metric[]>): () => Promise<Gathered | undefined> {
  const pending = new Map<number, (gathered: Gathered) => void>();
  let nextId = 1;

  async function respond(id: number): Promise<void> {
    const snapshot = await takeSnapshot();
    process.send?.({ metrics: "response", id, snapshot } satisfies Message);
  }

  process.on("message", (message: unknown) => {
    if (!isMessage(message)) return;
    if (message.metrics === "request") {
      respond(message.id).catch((error: unknown) => log.error({ err: error }, "metrics not sent"));
    }
    if (message.metrics === "gathered") pending.get(message.id)?.(message.gathered);
  });

  return async () => {
    const id = nextId++;
    const { promise, resolve } = Promise.withResolvers<Gathered>();
    pending.set(id, resolve);
    process.send?.({ metrics: "gather", id } satisfies Message);
    const gathered = await Promise.race([promise, wait(2 * ANSWER_MS, undefined, { ref: false })]);
    pending.delete(id);
    return gathered;
  };
}
