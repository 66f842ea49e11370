import autocannon, { type Request } from "autocannon";

/** Repeated requests to one URL. */
export type Load = {
  url: string;
  headers?: Record<string, string>;
  /** Sent with POST. */
  body?: string;
  /** The number of concurrent requests. */
  connections?: number;
  /** The duration. */
  seconds: number;
  /** Changes each request before it is sent. */
  setup?: (request: Request) => Request;
  /** Checks each response; throws where it is not the kind to be measured. */
  check?: (status: number, headers: Record<string, string>) => void;
};

/** Enough to keep a server busy. */
const CONNECTIONS = 16;

/**
 * Sends requests over keep-alive connections, each after the response to the previous one.
 * @returns responses per second
 * @throws if any failed: errors are sent faster than results
 */
export async function requestsPerSecond(load: Load): Promise<number> {
  const { body, check, connections = CONNECTIONS, headers = {}, seconds, setup, url } = load;
  let failure: unknown;
  const look: Request["onResponse"] = (status, _body, _context, received) => {
    try {
      check?.(status, (received ?? {}) as Record<string, string>);
    } catch (error) {
      failure ??= error;
    }
  };
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    headers,
    ...(body !== undefined && { method: "POST", body }),
    ...((setup || check) && {
      requests: [{ ...(setup && { setupRequest: setup }), ...(check && { onResponse: look }) }],
    }),
  });
  if (failure) throw failure;
  const failed = result.errors + result.non2xx;
  if (failed > 0 || result["2xx"] === 0) throw new Error(`${failed} requests to ${url} failed`);
  return result["2xx"] / result.duration;
}
