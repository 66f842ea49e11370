import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** Stands between Octavo and a server on this machine, at a port of its own, and does to the line what networks do. */
export class TcpProxy {
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #isSwallowing = false;
  #delay = 0;

  /** @param target the port of the server */
  constructor(target: number) {
    this.#target = target;
  }

  /** The same address by way of the proxy. */
  through(url: string): string {
    const address = new URL(url);
    address.hostname = "127.0.0.1";
    address.port = String(this.#port);
    return address.href;
  }

  /** Takes connections and passes everything on: at once, or each piece after `delay` milliseconds. */
  async pass({ delay = 0 } = {}): Promise<this> {
    this.#isSwallowing = false;
    this.#delay = delay;
    if (this.#server) return this;
    this.#server = createServer((near) => this.#join(near));
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  /** Breaks the connections that there are. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Takes no connections any more, and breaks those that there are. */
  async refuse(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.cut();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  /** Goes on taking connections and bytes, and passes none on. A connection that was swallowed never speaks again. */
  swallow(): void {
    this.#isSwallowing = true;
  }

  #join(near: Socket): void {
    const far = connect(this.#target, "127.0.0.1");
    this.#pipe(near, far);
    this.#pipe(far, near);
  }

  #pipe(from: Socket, to: Socket): void {
    let isLost = false;
    this.#sockets.add(from);
    from.on("data", (chunk) => {
      isLost ||= this.#isSwallowing;
      if (isLost) return;
      if (this.#delay === 0) to.write(chunk);
      else setTimeout(() => to.write(chunk), this.#delay);
    });
    from.on("error", () => {});
    from.on("close", () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
