import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import sharp from "sharp";
import { type Reply, sendRequest } from "#support/send-request";
import { AUTHORIZED, draft } from "../octavo.ts";

const PASSWORD = "correct horse battery";
const ACCOUNT = { name: "Olga", email: "olga@octavo.test", password: PASSWORD };

/** How many posts are there at a time, and how many autosaves: the load replaces the oldest. */
const POSTS = 100;
const AUTOSAVES = 20;
/** From how many IP addresses clients sign in and search. */
const CLIENTS = 400;

type Sent = { method?: string; headers?: Record<string, string>; body?: unknown };

/** A site in use: each part of the load is a loop with its own pace. */
export class Load {
  /** How often each part has run. */
  readonly counts: Record<string, number> = {};
  /** Responses that nothing in the load explains. */
  readonly failures: string[] = [];
  readonly #url: string;
  readonly #posts: string[] = [];
  readonly #drafts = Array.from({ length: AUTOSAVES }, () => ({ id: randomUUID(), etag: "" }));
  #session: Record<string, string> = {};
  #isOver = false;
  #next = 0;

  constructor(url: string) {
    this.#url = url;
  }

  /** Creates the owner. @param log what the server has printed */
  async prepare(log: string): Promise<void> {
    const setupCode = /with the setup code (\S+)$/m.exec(log)?.[1];
    await this.#send("/api/auth/sign-up", [201, 202], { method: "POST", body: { ...ACCOUNT, setupCode } });
    this.#session = { cookie: await this.#signIn("127.0.0.1") };
    for (let post = 0; post < POSTS; post++) this.#posts.push(await this.#create());
  }

  /** Runs until `stop`. */
  async run(): Promise<void> {
    const parts: [string, number, () => Promise<unknown>][] = [
      ["reads", 40, () => this.#read()],
      ["searches", 400, () => this.#search()],
      ["writes", 500, () => this.#write()],
      ["autosaves", 700, () => this.#autosave()],
      ["previews", 1_000, () => this.#preview()],
      ["preview links", 4_000, () => this.#previewLink()],
      ["uploads", 3_000, () => this.#upload()],
      ["sign-ins", 5_000, () => this.#signIn(this.#client())],
    ];
    await Promise.all(parts.map((part) => this.#repeat(...part)));
  }

  stop(): void {
    this.#isOver = true;
  }

  async #repeat(name: string, pauseMs: number, work: () => Promise<unknown>): Promise<void> {
    this.counts[name] = 0;
    while (!this.#isOver) {
      try {
        await work();
        this.counts[name]++;
      } catch (error) {
        this.failures.push(`${name}: ${error instanceof Error ? error.message : error}`);
      }
      await wait(pauseMs);
    }
  }

  async #send(path: string, expected: number[], init: Sent = {}): Promise<Reply> {
    const reply = await sendRequest(this.#url + path, init);
    if (expected.includes(reply.status)) return reply;
    throw new Error(`${init.method ?? "GET"} ${path} responded ${reply.status}: ${reply.text.slice(0, 200)}`);
  }

  #client(): string {
    const number = this.#next++ % CLIENTS;
    return `198.18.${number >> 8}.${number & 255}`;
  }

  #anyPost(): string {
    return this.#posts[Math.floor(Math.random() * this.#posts.length)] ?? "1";
  }

  async #read(): Promise<void> {
    const paths = [
      "/blog",
      "/api/posts?limit=10",
      `/blog/${this.#anyPost()}`,
      `/api/posts/${this.#anyPost()}`,
      "/feed.xml",
    ];
    const path = paths[this.#next++ % paths.length] ?? "";
    await this.#send(path, [200, 304, 307, 308, 301, 404], { headers: { "Accept-Encoding": "gzip" } });
  }

  async #search(): Promise<void> {
    const words = ["margin", "fold", "paper octavo", "reader knife", `part ${this.#next++}`];
    const word = encodeURIComponent(words[this.#next % words.length] ?? "");
    await this.#send(`/api/posts?q=${word}`, [200], { headers: { "X-Forwarded-For": this.#client() } });
  }

  /** @returns the new post */
  async #create(status = "published"): Promise<string> {
    const headers = { ...AUTHORIZED, "Idempotency-Key": randomUUID() };
    const request = { method: "POST", headers, body: { ...draft(this.#next++), status } };
    const { id } = (await this.#send("/api/posts", [201], request)).json() as { id: string };
    // A client that has lost the response.
    if (this.#next % 5 === 0) await this.#send("/api/posts", [201], request);
    return id;
  }

  async #write(): Promise<void> {
    if (this.#next % 3 === 0) this.#posts.push(await this.#create());
    const { title } = draft(this.#next++);
    const patch = { method: "PATCH", headers: AUTHORIZED, body: { title: `${title}, revised` } };
    await this.#send(`/api/posts/${this.#anyPost()}`, [200, 404], patch);
    if (this.#posts.length > POSTS) await this.#delete(this.#posts.shift());
  }

  async #delete(post: string | undefined): Promise<void> {
    await this.#send(`/api/posts/${post}`, [204], { method: "DELETE", headers: AUTHORIZED });
  }

  async #autosave(): Promise<void> {
    const autosave = this.#drafts[this.#next++ % AUTOSAVES];
    if (!autosave) return;
    const { content } = draft(this.#next);
    const headers = { ...this.#session, ...(autosave.etag && { "If-Match": autosave.etag }) };
    const body = { title: `Unfinished ${this.#next}`, content };
    const reply = await this.#send(`/api/autosaves/${autosave.id}`, [200, 201], { method: "PUT", headers, body });
    autosave.etag = reply.headers.get("etag") ?? "";
    if (this.#next % 10 > 0) return;
    await this.#send(`/api/autosaves/${autosave.id}`, [204], { method: "DELETE", headers: this.#session });
    autosave.etag = "";
  }

  async #preview(): Promise<void> {
    const body = { content: draft(this.#next++).content };
    await this.#send("/api/preview", [200], { method: "POST", headers: AUTHORIZED, body });
  }

  /** Shows a draft to somebody, and throws it away. */
  async #previewLink(): Promise<void> {
    const id = await this.#create("draft");
    const create = { method: "POST", headers: this.#session, body: { days: 7 } };
    const { url } = (await this.#send(`/api/posts/${id}/preview-links`, [201], create)).json() as { url: string };
    await this.#send(new URL(url).pathname, [200], { headers: { "X-Forwarded-For": this.#client() } });
    await this.#delete(id);
  }

  async #upload(): Promise<void> {
    const raw = { width: 320, height: 240, channels: 3 } as const;
    const bytes = await sharp(randomBytes(raw.width * raw.height * raw.channels), { raw })
      .png()
      .toBuffer();
    const headers = { ...AUTHORIZED, "Content-Type": "image/png" };
    await this.#send("/api/images", [200, 201], { method: "POST", headers, body: new Uint8Array(bytes) });
  }

  /** @returns the cookie of a session */
  async #signIn(client: string): Promise<string> {
    const { email, password } = ACCOUNT;
    const headers = { "X-Forwarded-For": client };
    const reply = await this.#send("/api/auth/sign-in", [200], { method: "POST", headers, body: { email, password } });
    return (reply.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  }
}
