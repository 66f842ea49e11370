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

/** The milliseconds of a request instead of requests per second. */
export const inMs = ({ value, ...rest }: Sample): Sample => ({ ...rest, value: 1000 / value });
