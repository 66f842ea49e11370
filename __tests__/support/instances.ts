import { setTimeout as wait } from "node:timers/promises";
import type { Random } from "./random.ts";
import type { Holding, Request } from "./recorded-history.ts";
import { type Reply, sendRequest } from "./send-request.ts";
import type { TestServer } from "./server.ts";

/** How many posts are written: one page of /blog shows them all. */
const POSTS_MAX = 18;
/** How long a client waits after a request without a response, in milliseconds. */
const PAUSE_MS = 50;
/** After how many milliseconds a scheduled post falls due. */
export const DUE_MS = 1_500;
/** Matches every title, to find titles in a page. */
const TITLE = /w\d+x/g;

type Shown = { id: string; title: string; version: number };
type Sent = { from: number; to: number; status: number; instance: number };
const NO_REPLY: Reply = { status: 0, headers: new Headers(), text: "", json: () => ({}) };

/** Clients of several instances of one site, which write and read at random and record every request. */
export class Clients {
  readonly requests: Request[] = [];
  /** The instances that are written to; the others learn of every change by notifications only. */
  writable: number[];
  readonly #servers: TestServer[];
  readonly #chance: Random;
  readonly #ids = new Set<string>();
  #titles = 0;
  #created = 0;
  #isDone = false;

  constructor(servers: TestServer[], chance: Random) {
    this.#servers = servers;
    this.writable = [...servers.keys()];
    this.#chance = chance;
  }

  /** Runs `writers` writing clients, and reading clients of every kind for each instance, during `work`. */
  async during(writers: number, work: () => Promise<void>): Promise<void> {
    await this.#create(0);
    const clients = [
      ...Array.from({ length: writers }, () => this.#repeat(() => this.#write())),
      ...this.#servers.map((_, instance) => this.#repeat(this.#lister(instance))),
      ...this.#servers.map((_, instance) => this.#repeat(() => this.#readPage(instance))),
      this.#repeat(() => this.#walk()),
    ];
    try {
      await work();
    } finally {
      this.#isDone = true;
    }
    await Promise.all(clients);
  }

  /** The posts and revisions of an instance, after all posts are restored from the trash. */
  async holdingOf(instance: number): Promise<Holding> {
    const holding: Holding = {};
    const known = new Set([...this.#ids, ...(await this.#readAll(instance)).map(({ id }) => id)]);
    for (const id of known) {
      await this.#sure(instance, `/api/posts/${id}/restore`, { method: "POST" });
      const titles: string[] = [];
      let path: string | undefined = `/api/posts/${id}/revisions`;
      while (path) {
        const page: Reply = await this.#sure(instance, path);
        titles.push(...(page.json() as Shown[]).map(({ title }) => title));
        path = next(page);
      }
      holding[id] = titles.reverse();
    }
    return holding;
  }

  /** Reads everything once from every instance, at the end. */
  async readEverything(): Promise<void> {
    for (const instance of this.#servers.keys()) {
      await this.#lister(instance)();
      await this.#readPage(instance);
      for (const id of this.#ids) await this.#readOne(instance, id);
    }
    await this.#walk();
  }

  async #repeat(step: () => Promise<unknown>): Promise<void> {
    while (!this.#isDone) await step();
  }

  async #send(instance: number, path: string, init: Parameters<typeof sendRequest>[1] = {}): Promise<[Reply, Sent]> {
    const from = performance.now();
    const reply = await sendRequest(`${this.#servers[instance]?.url}${path}`, init).catch(() => NO_REPLY);
    const sent = { instance, from, to: performance.now(), status: reply.status };
    if (reply.status === 0 || reply.status >= 500) await wait(PAUSE_MS);
    return [reply, sent];
  }

  /** Resolves when at least five requests of each kind have succeeded, however long that takes on this machine. */
  async haveSucceeded(kinds: readonly Request["kind"][]): Promise<void> {
    const succeeded = (kind: Request["kind"]) =>
      this.requests.filter((request) => request.kind === kind && request.status >= 200 && request.status < 300).length;
    while (kinds.some((kind) => succeeded(kind) < 5)) await wait(PAUSE_MS);
  }

  async #sure(instance: number, path: string, init: Parameters<typeof sendRequest>[1] = {}): Promise<Reply> {
    const [reply] = await this.#send(instance, path, init);
    if (reply.status !== 200) throw new Error(`${path} was answered ${reply.status}`);
    return reply;
  }

  #title(): string {
    return `w${++this.#titles}x`;
  }

  async #write(): Promise<void> {
    const instance = this.#chance.of(this.writable);
    const id = this.#chance.of([...this.#ids]);
    const picked = this.#chance.below(20);
    if (picked < 3 && this.#created < POSTS_MAX) return this.#create(instance);
    if (picked < 8) return this.#change(instance, id);
    if (picked < 13) return this.#change(instance, id, (await this.#readOne(instance, id))?.version);
    if (picked < 15) return this.#move("remove", instance, id);
    if (picked < 18) return this.#move("restore", instance, id);
    await this.#readOne(instance, id);
  }

  /** Creates a post: published, scheduled, or with an Idempotency-Key, in which case it is sent again, to any instance, until there is a response. */
  async #create(instance: number): Promise<void> {
    this.#created++;
    const title = this.#title();
    const isScheduled = this.#chance.below(4) === 0 && this.#ids.size > 0;
    const key = this.#chance.below(2) === 0 ? `key-${title}` : undefined;
    const due = isScheduled ? performance.now() + DUE_MS : undefined;
    const publishedAt = isScheduled ? new Date(Date.now() + DUE_MS).toISOString() : undefined;
    const body = { title, content: "Text", publishedAt };
    const headers: Record<string, string> = key ? { "Idempotency-Key": key } : {};
    for (;;) {
      const [reply, sent] = await this.#send(instance, "/api/posts", { method: "POST", headers, body });
      const { id } = sent.status === 201 ? (reply.json() as Shown) : {};
      this.requests.push({ ...sent, kind: "create", title, key, due, id });
      if (id) this.#ids.add(id);
      const isRetried = sent.status === 0 || sent.status === 503 || sent.status === 409;
      if (!key || !isRetried || this.#isDone) return;
      instance = this.#chance.of(this.writable);
    }
  }

  async #change(instance: number, id: string, ifVersion?: number): Promise<void> {
    const title = this.#title();
    const headers: Record<string, string> = ifVersion ? { "If-Match": `"${id}-${ifVersion}"` } : {};
    const [reply, sent] = await this.#send(instance, `/api/posts/${id}`, { method: "PATCH", headers, body: { title } });
    const { version } = sent.status === 200 ? (reply.json() as Shown) : {};
    this.requests.push({ ...sent, kind: "change", id, title, ifVersion, version });
  }

  async #move(kind: "remove" | "restore", instance: number, id: string): Promise<void> {
    const isRemoval = kind === "remove";
    const path = `/api/posts/${id}${isRemoval ? "" : "/restore"}`;
    const [, sent] = await this.#send(instance, path, { method: isRemoval ? "DELETE" : "POST" });
    this.requests.push({ ...sent, kind, id });
  }

  async #readOne(instance: number, id: string): Promise<Shown | undefined> {
    const [reply, sent] = await this.#send(instance, `/api/posts/${id}`);
    const post = sent.status === 200 ? (reply.json() as Shown) : undefined;
    this.requests.push({ ...sent, kind: "read", id, title: post?.title });
    return post;
  }

  /** Reads the list repeatedly like a cache, with the ETag of the last response. */
  #lister(instance: number): () => Promise<void> {
    let kept: { etag: string; titles: string[] } | undefined;
    return async () => {
      const headers: Record<string, string> = kept ? { "If-None-Match": kept.etag } : {};
      const [reply, sent] = await this.#send(instance, "/api/posts?limit=100", { headers });
      if (sent.status === 200) {
        const titles = (reply.json() as Shown[]).map(({ title }) => title);
        kept = { etag: reply.headers.get("etag") ?? "", titles };
      }
      const isKnown = sent.status === 200 || sent.status === 304;
      if (isKnown && kept) this.requests.push({ ...sent, status: 200, kind: "list", titles: kept.titles });
      else this.requests.push({ ...sent, kind: "list", titles: [] });
      await wait(10);
    };
  }

  async #readAll(instance: number): Promise<Shown[]> {
    return (await this.#sure(instance, "/api/posts?limit=100")).json() as Shown[];
  }

  async #readPage(instance: number): Promise<void> {
    const [reply, sent] = await this.#send(instance, "/blog");
    this.requests.push({ ...sent, kind: "page", titles: [...new Set(reply.text.match(TITLE))] });
    await wait(20);
  }

  /** Pages through the list, each page from a random instance. */
  async #walk(): Promise<void> {
    const sort = this.#chance.of(["-publishedAt", "publishedAt"]);
    const ids: string[] = [];
    const from = performance.now();
    const started = this.#chance.below(this.#servers.length);
    let path: string | undefined = `/api/posts?limit=3&sort=${sort}`;
    let status = 200;
    let instance = started;
    while (path && status === 200) {
      const [reply, sent]: [Reply, Sent] = await this.#send(instance, path);
      status = sent.status;
      if (status === 200) ids.push(...(reply.json() as Shown[]).map(({ id }) => id));
      path = next(reply);
      instance = this.#chance.below(this.#servers.length);
    }
    // It was sent to several instances, so the one that stored it is unknown.
    this.requests.push({ instance: -1, from, to: performance.now(), status, kind: "walk", ids });
    await wait(20);
  }
}

/** The path and query of the next page, to be requested from any instance. */
function next({ headers }: Reply): string | undefined {
  const link = /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
  if (link === undefined) return undefined;
  const { pathname, search } = new URL(link);
  return pathname + search;
}
