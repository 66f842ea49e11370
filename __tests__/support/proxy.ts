import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A TCP proxy on this machine that delays, breaks and blocks connections like a network. */
export class TcpProxy {
  #target: number;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #isSwallowing = false;
  #delay = 0;

  /** @param target the port of the server */
  constructor(target: number) {
    this.#target = target;
  }

  /** The same URL through the proxy. */
  through(url: string): string {
    const address = new URL(url);
    address.hostname = "127.0.0.1";
    address.port = String(this.#port);
    return address.href;
  }

  /** Accepts connections and forwards everything, immediately or after `delay` milliseconds. */
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

  /** Forwards new connections to another server: the address of a database moves after a failover. */
  leadTo(target: number): void {
    this.#target = target;
  }

  /** Resets the open connections. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Accepts no connections any more, and resets the open ones. */
  async refuse(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.cut();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  /** Accepts connections and bytes, but forwards none. Such a connection never responds again. */
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
