import { Parser } from "htmlparser2";
import { isFileName, type ListedFile } from "./storage.ts";

/** The URL of a bucket, and what the names of its files begin with. @param base that of a storage */
function locate(base: string): { bucket: string; prefix: string } {
  const { origin, pathname } = new URL(base);
  const [, bucket = "", ...rest] = pathname.split("/");
  return { bucket: `${origin}/${bucket}`, prefix: rest.join("/") };
}

/** The URL of a request for the files of a storage (ListObjectsV2). @param token continues a listing */
export function listUrl(base: string, token?: string): string {
  const { bucket, prefix } = locate(base);
  const query = new URLSearchParams({ "list-type": "2", delimiter: "/" });
  if (prefix !== "") query.set("prefix", prefix);
  if (token !== undefined) query.set("continuation-token", token);
  return `${bucket}?${query}`;
}

/** Parses the response to such a request. */
export function parseListing(xml: string): { files: ListedFile[]; next: string | undefined } {
  const files: ListedFile[] = [];
  const values: Record<string, string> = {};
  let open = "";
  const parser = new Parser(
    {
      onopentag(name) {
        open = name;
        values[name] = "";
      },
      ontext(text) {
        values[open] += text;
      },
      onclosetag(name) {
        open = "";
        if (name !== "Contents") return;
        const file = values.Key?.split("/").at(-1) ?? "";
        if (isFileName(file)) files.push({ name: file, storedAt: Date.parse(values.LastModified ?? "") });
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return { files, next: values.IsTruncated === "true" ? values.NextContinuationToken : undefined };
}
