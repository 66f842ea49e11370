import { connect } from "node:net";

/** The requests of a load, in the form in which they are sent. */
export type Wire = {
  url: string;
  /** Of all requests, or made for each. */
  headers: Record<string, string> | (() => Record<string, string>);
  seconds: number;
};

const CONNECTIONS = 16;
const END_OF_HEAD = Buffer.from("\r\n\r\n");
const LENGTH = /\r\ncontent-length: (\d+)\r\n/i;

/** Tells when a response is whole, reading no more of it than its length. @throws where it is not 200, or has no length */
function responseReader(onWhole: () => void): (chunk: Buffer) => void {
  let begun: Buffer = Buffer.alloc(0);
  let missing = 0;
  return (chunk) => {
    if (missing > 0) {
      missing -= chunk.length;
    } else {
      begun = begun.length > 0 ? Buffer.concat([begun, chunk]) : chunk;
      const end = begun.indexOf(END_OF_HEAD);
      if (end < 0) return;
      const head = begun.toString("latin1", 0, end + 2);
      const length = LENGTH.exec(head)?.[1];
      if (!head.startsWith("HTTP/1.1 200 ") || length === undefined)
        throw new Error(`no such answer was to be measured:\n${head}`);
      missing = end + END_OF_HEAD.length + Number(length) - begun.length;
      begun = Buffer.alloc(0);
    }
    if (missing === 0) onWhole();
  };
}

/** The bytes of each request: made once, where all are the same. */
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

/**
 * As requestsPerSecond, for servers that answer faster than a client can take answers apart: this one only counts bytes, and
 * so is not what is measured.
 */
export function answersPerSecond({ headers, seconds, url }: Wire): Promise<number> {
  const { hostname, port } = new URL(url);
  const request = requestsFor(url, headers);
  return new Promise((resolve, reject) => {
    let count = 0;
    const sockets = Array.from({ length: CONNECTIONS }, () => {
      const socket = connect(Number(port), hostname).setNoDelay();
      const read = responseReader(() => {
        count += 1;
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
      resolve((count * 1000) / (performance.now() - started));
      for (const socket of sockets) socket.destroy();
    }, seconds * 1000);
  });
}
