// Until an image is uploaded, its URL in the text is `upload:` and the id of the upload. A line that the editor has inserted is
// `![Uploading cat.jpg…](upload:…)`; in a text that was dropped with its images, only the URLs are replaced.

/** A pattern of ids. */
const ID = "[\\da-z]{12}";
/** Patterns of what comes before an id: the URL alone, and a line of the editor’s own, with the name of the file. */
export const URL_BEFORE = "(?<=[(<\"'\\s])upload:";
export const LINE_BEFORE = "!\\[Uploading ((?:[^\\]\\\\\\n]|\\\\.){0,1000})…\\]\\(upload:";
const EVERY_ID = new RegExp(`${URL_BEFORE}(${ID})(?![\\da-z])`, "g");

/** A new id of an upload. */
export function newUploadId(): string {
  const bytes = new Uint8Array(12);
  crypto.getRandomValues(bytes);
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join("");
}

/** The URL of an image in a text until it is uploaded. */
export const uploadUrl = (id: string) => `upload:${id}`;

/** The ids of the uploads that a text waits for, each once. */
export const findUploadIds = (text: string): string[] =>
  text.includes("upload:") ? [...new Set(Array.from(text.matchAll(EVERY_ID), ([, id = ""]) => id))] : [];

/** The name of the file that a text waits for; undefined where the text does not say it. */
export function uploadName(text: string, id: string): string | undefined {
  const [, name] = new RegExp(LINE_BEFORE + id).exec(text) ?? [];
  return name?.replace(/\\(.)/g, "$1");
}

/** Why a text with uploads that have not ended must not be published; undefined where it may. */
export function unfinishedUpload(text: string): string | undefined {
  const [id] = findUploadIds(text);
  if (id === undefined) return undefined;
  const name = uploadName(text, id);
  return `${name === undefined ? `The image ${uploadUrl(id)}` : `The image “${name}”`} is not uploaded yet: wait for it, or remove it from the text`;
}
