import autocannon, { type Request } from "autocannon";
import type { SameLoad, Sent } from "./sample.ts";
import { sendWithWire } from "./wire.ts";
import { sendBothWithWrk, sendWithWrk, wrkVersion } from "./wrk.ts";

/** Repeated requests to one URL. */
export type Load = SameLoad & {
  /** Sent with POST. */
  body?: string;
  /** Changes each request before it is sent. */
  setup?: (request: Request) => Request;
  /** Checks each response; throws where it is not the kind to be measured. */
  check?: (status: number, headers: Record<string, string>) => void;
};

/** Enough to keep a server busy. */
const CONNECTIONS = 16;

/**
 * Sends requests over keep-alive connections, each after the response to the previous one.
 * @throws if any failed: errors are sent faster than results
 */
export async function send(load: Load): Promise<Sent> {
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
  return { requests: result["2xx"], seconds: result.duration };
}

const wrk = wrkVersion();

/** What sends the requests where all are the same. */
export const sameLoadGenerator = wrk ?? "bench/wire.ts (`wrk` is not installed)";

const complete = (load: SameLoad): Required<SameLoad> => ({ connections: CONNECTIONS, headers: {}, ...load });

/** Like `send`, for servers that respond faster than autocannon parses responses: by `wrk`, or a client that counts bytes. */
export const sendSame = (load: SameLoad): Promise<Sent> => (wrk ? sendWithWrk : sendWithWire)(complete(load));

/** Like `sendSame` to two servers: by `wrk` in turn, in short slices; without it one after the other. */
export async function sendSameToBoth(first: SameLoad, second: SameLoad): Promise<[Sent, Sent]> {
  if (wrk) return sendBothWithWrk([complete(first), complete(second)]);
  return [await sendSame(first), await sendSame(second)];
}
