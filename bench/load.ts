import autocannon, { type Request } from "autocannon";

/** Requests of one kind. */
export type Load = {
  url: string;
  headers?: Record<string, string>;
  /** Of a POST. */
  body?: string;
  /** How many wait for their answers at a time. */
  connections?: number;
  /** For how long, in seconds. */
  seconds: number;
  /** Makes each request another one. */
  setup?: (request: Request) => Request;
  /** Looks at each response; throws where it is not what was to be measured. */
  check?: (status: number, headers: Record<string, string>) => void;
};

/** As many as it takes to keep a server busy. */
const CONNECTIONS = 16;

/**
 * Sends as many requests as are answered, on connections that are kept.
 * @returns how many were answered in a second
 * @throws where any failed: a refusal is quickly sent
 */
export async function requestsPerSecond(load: Load): Promise<number> {
  const { body, check, connections = CONNECTIONS, headers = {}, seconds, setup, url } = load;
  let fault: unknown;
  const look: Request["onResponse"] = (status, _body, _context, received) => {
    try {
      check?.(status, (received ?? {}) as Record<string, string>);
    } catch (error) {
      fault ??= error;
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
  if (fault) throw fault;
  const failed = result.errors + result.non2xx;
  if (failed > 0 || result["2xx"] === 0) throw new Error(`${failed} requests to ${url} failed`);
  return result["2xx"] / result.duration;
}
