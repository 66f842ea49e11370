import { connect } from "node:net";
import type { SameLoad, Sent } from "./sample.ts";

/** Repeated GET requests to one URL. */
type Wire = Omit<Required<SameLoad>, "headers"> & {
  /** The same for all requests, or computed for each. */
  headers: Record<string, string> | (() => Record<string, string>);
};

const END_OF_HEAD = Buffer.from("\r\n\r\n");
const LENGTH = /\r\ncontent-length: (\d+)\r\n/i;

/** Calls back when a response is complete; parses its length only. @throws if it is not 200 or has no Content-Length */
function responseReader(onComplete: () => void): (chunk: Buffer) => void {
  let head: Buffer = Buffer.alloc(0);
  let missing = 0;
  return (chunk) => {
    if (missing > 0) {
      missing -= chunk.length;
    } else {
      head = head.length > 0 ? Buffer.concat([head, chunk]) : chunk;
      const end = head.indexOf(END_OF_HEAD);
      if (end < 0) return;
      const text = head.toString("latin1", 0, end + 2);
      const length = LENGTH.exec(text)?.[1];
      if (!text.startsWith("HTTP/1.1 200 ") || length === undefined) throw new Error(`unexpected response:\n${text}`);
      missing = end + END_OF_HEAD.length + Number(length) - head.length;
      head = Buffer.alloc(0);
    }
    if (missing === 0) onComplete();
  };
}

/** Serializes requests; once, where all are the same. */
function requestsFor(url: string, headers: Wire["headers"]): () => Buffer {
  const { host, pathname, search } = new URL(url);
  function bytes(headers: Record<string, string>): Buffer {
    const lines = Object.entries({ Host: host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    return Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join("")}\r\n`);
  }
  if (typeof headers === "function") return () => bytes(headers());
  const same = bytes(headers);
  return () => same;
}

/** Sends requests from this process; only counts the bytes of responses, so that it is not the bottleneck. */
export function sendWithWire({ connections, headers, seconds, url }: Wire): Promise<Sent> {
  const { hostname, port } = new URL(url);
  const request = requestsFor(url, headers);
  return new Promise((resolve, reject) => {
    let requests = 0;
    const sockets = Array.from({ length: connections }, () => {
      const socket = connect(Number(port), hostname).setNoDelay();
      const read = responseReader(() => {
        requests += 1;
        socket.write(request());
      });
      socket.on("connect", () => socket.write(request()));
      socket.on("data", (chunk) => {
        try {
          read(chunk);
        } catch (error) {
          reject(error);
        }
      });
      return socket.on("error", reject);
    });
    const started = performance.now();
    setTimeout(() => {
      resolve({ requests, seconds: (performance.now() - started) / 1000 });
      for (const socket of sockets) socket.destroy();
    }, seconds * 1000);
  });
}
