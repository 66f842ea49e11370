import type { Server } from "./server.ts";

/** Repeated GET requests, all the same. */
export type SameLoad = {
  url: string;
  headers?: Record<string, string>;
  /** The number of concurrent requests. */
  connections?: number;
  /** The duration. */
  seconds: number;
};

/** What was sent, and for how long. */
export type Sent = { requests: number; seconds: number };

export type Sample = {
  /** The number that is compared. */
  value: number;
  /** The CPU time of the server process per request, in µs. */
  cost?: number;
};

/** Sends load to a server. @returns requests per second, and what each cost the server */
export async function sample(server: Server, sending: () => Promise<Sent>): Promise<Sample> {
  const before = server.cpuTime();
  const { requests, seconds } = await sending();
  return { value: requests / seconds, cost: ((server.cpuTime() - before) * 1000) / requests };
}

/** Sends a load to each of two servers in turn, in short slices. @returns the same as `sample` for each */
export async function samplePair(
  servers: [Server, Server],
  sending: () => Promise<[Sent, Sent]>,
): Promise<[Sample, Sample]> {
  const before = servers.map((server) => server.cpuTime());
  const sent = await sending();
  const toSample = (index: 0 | 1): Sample => {
    const { requests, seconds } = sent[index];
    const cpuTime = servers[index].cpuTime() - (before[index] ?? 0);
    return { value: requests / seconds, cost: (cpuTime * 1000) / requests };
  };
  return [toSample(0), toSample(1)];
}

/** The milliseconds of a request instead of requests per second. */
export const inMs = ({ value, ...rest }: Sample): Sample => ({ ...rest, value: 1000 / value });
