import type { Autosave } from "#lib/shared/autosaves";
import type { PostFormValues } from "#lib/shared/post-form";
import type { NewPost } from "#lib/shared/posts";
import { ApiError } from "./api-error.ts";
import { fromAutosave } from "./autosave-values.ts";
import { onDevice } from "./device-database.ts";
import type { DraftDevice } from "./draft-device.ts";
import type { AutosaveServer, DraftSession, FoundDraft } from "./draft-session.ts";
import type { EditedText } from "./editor-state.ts";
import { isSameValues } from "./form-values.ts";
import type { LocalDraft, StorageFailure } from "./local-drafts.ts";

type Options = EditedText & {
  account: string | null;
  /** The account's newest autosave of the post. */
  autosave: Autosave | null;
  timeZone: string;
  device: DraftDevice;
  server: AutosaveServer;
  onFailure: (reason: StorageFailure) => void;
};

/** How long a draft of this device waits for its autosave, in milliseconds. */
const AUTOSAVE_MAX_MS = 1_000;

const nothingAfter = (ms: number) => new Promise<null>((resolve) => window.setTimeout(resolve, ms, null));

type Source = Omit<FoundDraft, "id" | "release">;

const fromDevice = (draft: LocalDraft, isForked: boolean, remote: Autosave | null): Source => ({
  values: draft.values,
  from: "device",
  savedAt: draft.savedAt,
  baseVersion: draft.baseVersion,
  base: draft.base,
  sent: draft.sent as NewPost | null,
  autosaveVersion: remote?.version ?? draft.autosaveVersion ?? 0,
  isAutosaved: draft.isAutosaved ?? false,
  isForked,
});

function fromServer(autosave: Autosave, local: LocalDraft | undefined, timeZone: string): Source {
  const { baseVersion, updatedAt, version } = autosave;
  return {
    values: fromAutosave(autosave, timeZone),
    from: "server",
    savedAt: Date.parse(updatedAt),
    baseVersion,
    base: local?.baseVersion === baseVersion ? (local?.base ?? null) : null,
    sent: (local?.sent ?? null) as NewPost | null,
    autosaveVersion: version,
    isAutosaved: true,
    isForked: false,
  };
}

/**
 * The newer of both texts of a draft. The version of the autosave decides, not the time: clocks differ.
 * @param local knows the version of the autosave that it has seen
 */
function newer(local: LocalDraft | undefined, remote: Autosave | null, timeZone: string): Source | undefined {
  if (!remote) return local && fromDevice(local, false, null);
  if (!local) return fromServer(remote, undefined, timeZone);
  if (remote.version <= (local.autosaveVersion ?? 0)) return fromDevice(local, false, remote);
  const isUnchanged = local.isAutosaved || isSameValues(local.values, fromAutosave(remote, timeZone));
  return isUnchanged ? fromServer(remote, local, timeZone) : fromDevice(local, true, remote);
}

/**
 * Finds the draft that an editor goes on with: that of the entry of the session history or of the link that led here; otherwise the
 * newest one of the post that no tab has open, on this device or on the server.
 */
async function findDraft(options: Options): Promise<FoundDraft | null> {
  const { account, autosave, device, onFailure, post, server, stored, timeZone } = options;
  const ofPost = post?.id ?? null;

  const linked = device.readLink();
  /** Of this post; or of a deleted one, where a link to the editor of a new post names the draft. */
  const isOurs = ({ id, post: other }: { id: string; post: string | null }) =>
    other === ofPost || (ofPost === null && id === linked);

  async function readAutosave(id: string): Promise<Autosave | null> {
    if (id === autosave?.id) return autosave;
    if (account === null) return null;
    const found = await server.getAutosave(id).catch((error: unknown) => {
      // Away, or not there: a version that this device does not know is noticed by the next autosave.
      if (error instanceof ApiError) return null;
      throw error;
    });
    return found && isOurs(found) ? found : null;
  }

  async function claim(id: string): Promise<FoundDraft | null> {
    const release = await device.lock(id);
    if (!release) return null;
    let found: FoundDraft | null = null;
    try {
      found = await readClaimed(id, release);
    } finally {
      if (!found) release();
    }
    return found;
  }

  /** The newer text of a draft that is locked; null where it is the stored one. */
  async function readClaimed(id: string, release: () => void): Promise<FoundDraft | null> {
    const read = await onDevice(() => device.read(id), onFailure);
    const local = read?.account === account && isOurs(read) ? read : undefined;
    // What is typed meanwhile is stored only when the draft is found.
    const remote = await (local ? Promise.race([readAutosave(id), nothingAfter(AUTOSAVE_MAX_MS)]) : readAutosave(id));
    const source = newer(local, remote, timeZone);
    const isOfAnother = (local ?? remote)?.post !== ofPost;
    if (!source || isSameValues(source.values, stored)) return null;
    return { id, release, ...source, isForked: source.isForked || isOfAnother };
  }

  const named = device.readEntry() ?? linked;
  const found = named === undefined ? null : await claim(named);
  if (found || !post) return found;
  const local = (await onDevice(() => device.list(account), onFailure)) ?? [];
  const candidates = [
    ...local.filter((draft) => draft.post === ofPost && !draft.isSetAside),
    ...(autosave ? [{ id: autosave.id, savedAt: Date.parse(autosave.updatedAt) }] : []),
  ].sort((a, b) => b.savedAt - a.savedAt);
  for (const id of new Set(candidates.map((candidate) => candidate.id))) {
    const candidate = await claim(id);
    if (candidate) return candidate;
  }
  return null;
}

/**
 * Goes on with the draft that is found, unless something else is typed before or meanwhile. Browsers restore some fields of a page that Back
 * leads to; they have the draft's text then.
 */
export async function recoverDraft(
  session: DraftSession,
  options: Omit<Options, keyof EditedText>,
): Promise<FoundDraft | null> {
  const found = await findDraft({ ...session.text, ...options });
  if (!found) return null;
  const values = session.readValues();
  const { stored } = session.text;
  const names = Object.keys(stored) as (keyof PostFormValues)[];
  const isRestored = (name: keyof PostFormValues) =>
    values?.[name] === stored[name] || values?.[name] === found.values[name];
  if (!session.isLeft && session.id === null && names.every(isRestored)) {
    await session.resume(found);
    return found;
  }
  found.release();
  return null;
}
