/** When a request was sent and when its response came, in milliseconds; `status` is 0 if none came. */
type Sent = { instance: number; from: number; to: number; status: number };

/** Every write has a unique title, so that a title identifies the write. */
export type Create = Sent & { kind: "create"; title: string; key?: string; due?: number; id?: string };
export type Change = Sent & { kind: "change"; id: string; title: string; ifVersion?: number; version?: number };
export type Move = Sent & { kind: "remove" | "restore"; id: string };
export type ReadOne = Sent & { kind: "read"; id: string; title?: string };
/** A read of a list or a page with every public post, and what it showed; of a 304, what the cached response showed. */
export type ReadAll = Sent & { kind: "list" | "page"; titles: string[] };
/** Paging through a list, from the first page to the last. */
export type Walk = Sent & { kind: "walk"; ids: string[] };
export type Request = Create | Change | Move | ReadOne | ReadAll | Walk;

/** The posts of an instance at the end: the titles of their versions, the first one first. */
export type Holding = Record<string, string[]>;

export type History = {
  requests: Request[];
  /** By instance. */
  holdings: Holding[];
  /** How long another instance may take to show what was acknowledged, in milliseconds. */
  lag: number;
};

/** The slack of clocks that tick in whole milliseconds, and of a request on its way. */
const CLOCK_MS = 20;

const isDone = ({ status }: Sent) => status >= 200 && status < 300;
/** Whether the write may have had an effect: it was not refused. */
const isPossible = ({ status }: Sent) => status < 400 || status >= 500;
const isAnswered = ({ status }: Sent) => status !== 0 && status < 500;

class Known {
  readonly requests: Request[];
  readonly lag: number;
  /** Post and version of each title that was ever stored. */
  readonly places = new Map<string, { id: string; version: number }>();
  /** Writes with the version in their responses. */
  readonly acknowledged: (Sent & { id: string; version: number; title: string })[];

  constructor({ requests, holdings, lag }: History) {
    this.requests = requests;
    this.lag = lag;
    const created = this.of("create").map((write) => ({ ...write, version: 1 }));
    this.acknowledged = [...created, ...this.of("change")].filter(isDone) as typeof this.acknowledged;
    for (const holding of holdings) {
      for (const [id, titles] of Object.entries(holding)) {
        for (const [at, title] of titles.entries()) this.places.set(title, { id, version: at + 1 });
      }
    }
  }

  of<Kind extends Request["kind"]>(...kinds: Kind[]): Extract<Request, { kind: Kind }>[] {
    return this.requests.filter((request) => (kinds as string[]).includes(request.kind)) as never;
  }

  /** Whether a read had to show what a write did. */
  isSettled(write: Sent, read: Sent): boolean {
    return isDone(write) && write.to + (write.instance === read.instance ? 0 : this.lag) <= read.from;
  }

  /** Writes that make a post public, and those that hide it. */
  #moves(id: string) {
    const moves = this.of("create", "restore", "remove").filter((move) => move.id === id && isPossible(move));
    return {
      there: moves.filter(({ kind }) => kind !== "remove"),
      gone: moves.filter(({ kind }) => kind === "remove"),
    };
  }

  /** Whether one of `for` settled a matter before a read, and none of `against` can have reversed it. */
  #isDecided(deciding: Sent[], against: Sent[], read: Sent): boolean {
    return deciding.some(
      (one) =>
        this.isSettled(one, read) &&
        against.every((other) => (isAnswered(other) && other.to < one.from) || other.from > read.to),
    );
  }

  #due(id: string): number {
    return this.of("create").find((write) => write.id === id)?.due ?? Number.NEGATIVE_INFINITY;
  }

  isSurelyThere(id: string, read: Sent): boolean {
    const { there, gone } = this.#moves(id);
    return this.#isDecided(there, gone, read) && this.#due(id) + CLOCK_MS <= read.from;
  }

  isSurelyGone(id: string, read: Sent): boolean {
    const { there, gone } = this.#moves(id);
    return this.#isDecided(gone, there, read) || read.to < this.#due(id) - CLOCK_MS;
  }

  get ids(): string[] {
    return [...new Set(this.of("create").flatMap(({ id }) => id ?? []))];
  }
}

type Rule = (known: Known, history: History) => string[];

const noFaults: Rule = (known) =>
  known.requests
    .filter(({ status }) => status >= 500 && status !== 503)
    .map((request) => `${request.kind} was answered ${request.status}`);

const oneWriteEachVersion: Rule = (known) => {
  const seen = new Map<string, string>();
  return known.acknowledged.flatMap(({ id, version, title }) => {
    const name = `version ${version} of ${id}`;
    const other = seen.get(name);
    seen.set(name, title);
    return other !== undefined && other !== title ? [`${name} was given to two writes: ${other}, ${title}`] : [];
  });
};

const ordered: Rule = (known) =>
  known.acknowledged.flatMap((first) =>
    known.acknowledged
      .filter((later) => later.id === first.id && first.to < later.from && later.version < first.version)
      .map((later) => `${later.title} came after ${first.title} and has an older version of ${first.id}`),
  );

const nextAfterMatched: Rule = (known) =>
  known
    .of("change")
    .filter((change) => isDone(change) && change.ifVersion !== undefined && change.version !== change.ifVersion + 1)
    .map(
      ({ id, ifVersion, title, version }) =>
        `${title} was to follow version ${ifVersion} of ${id} and became ${version}`,
    );

const keptEverywhere: Rule = (known, { holdings }) =>
  holdings.flatMap((holding, instance) =>
    known.acknowledged
      .filter(({ id, version, title }) => holding[id]?.[version - 1] !== title)
      .map(({ id, version, title }) => `${title}, version ${version} of ${id}, is not on instance ${instance}`),
  );

const nothingElseKept: Rule = (known, { holdings }) => {
  const sent = known.of("create", "change").filter(isPossible);
  return holdings.flatMap((holding) => {
    const all = Object.entries(holding).flatMap(([id, titles]) => titles.map((title) => ({ id, title })));
    const twice = all.filter(({ title }, at) => all.findIndex((other) => other.title === title) !== at);
    const foreign = all.filter(({ id, title }) => {
      return !sent.some((write) => write.title === title && (write.kind === "create" || write.id === id));
    });
    return [
      ...twice.map(({ title }) => `${title} is stored twice`),
      ...foreign.map(({ id, title }) => `${title} should not be in ${id}`),
    ];
  });
};

const oncePerKey: Rule = (known) => {
  const ids = new Map<string, string>();
  return known.of("create").flatMap(({ key, id, status }) => {
    if (key === undefined || id === undefined || status !== 201) return [];
    const other = ids.get(key) ?? id;
    ids.set(key, id);
    return other === id ? [] : [`the key ${key} made ${other} and ${id}`];
  });
};

/** @param shown the titles that a read showed */
function staleIn(known: Known, read: Sent & { kind: string }, shown: string[]): string[] {
  return shown.flatMap((title) => {
    const place = known.places.get(title);
    if (!place) return [`a ${read.kind} showed ${title}, which was never stored`];
    const missed = known.acknowledged.filter(
      (write) => write.id === place.id && write.version > place.version && known.isSettled(write, read),
    );
    return missed.length > 0
      ? [`a ${read.kind} on instance ${read.instance} showed ${title}, not ${missed.at(-1)?.title}`]
      : [];
  });
}

const freshPosts: Rule = (known) =>
  known.of("read").flatMap((read) => {
    if (read.title !== undefined) return staleIn(known, read, [read.title]);
    return read.status === 404 && known.isSurelyThere(read.id, read) ? [`${read.id} was there and not found`] : [];
  });

const freshLists: Rule = (known) =>
  known
    .of("list", "page")
    .filter(isDone)
    .flatMap((read) => {
      const shown = new Set(read.titles.map((title) => known.places.get(title)?.id));
      const where = `a ${read.kind} on instance ${read.instance} at ${Math.round(read.from)}`;
      return [
        ...staleIn(known, read, read.titles),
        ...known.ids
          .filter((id) => !shown.has(id) && known.isSurelyThere(id, read))
          .map((id) => `${where} left out ${id}, which was there`),
        ...known.ids
          .filter((id) => shown.has(id) && known.isSurelyGone(id, read))
          .map((id) => `${where} showed ${id}, which was gone`),
      ];
    });

const wholeWalks: Rule = (known) =>
  known
    .of("walk")
    .filter(isDone)
    .flatMap((walk) => {
      const twice = walk.ids.filter((id, at) => walk.ids.indexOf(id) !== at);
      const missed = known.ids.filter((id) => !walk.ids.includes(id) && known.isSurelyThere(id, walk));
      return [
        ...twice.map((id) => `a walk came by ${id} twice`),
        ...missed.map((id) => `a walk missed ${id}, which was there all along`),
      ];
    });

const RULES: Rule[] = [
  noFaults,
  oneWriteEachVersion,
  ordered,
  nextAfterMatched,
  keptEverywhere,
  nothingElseKept,
  oncePerKey,
  freshPosts,
  freshLists,
  wholeWalks,
];

/**
 * Finds violations in a recorded history: lost updates, missing acknowledged writes, posts created twice for one
 * key, stale responses, lists with gaps. @returns an empty list if there are none
 */
export function faultsOf(history: History): string[] {
  const known = new Known(history);
  return RULES.flatMap((rule) => rule(known, history));
}
