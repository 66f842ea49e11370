/** So few names come at once that tests need several requests. */
const PAGE = 2;

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** The response to ListObjectsV2. @param storedAt when the files were stored, in milliseconds since 1970 */
export function listFiles(names: Iterable<string>, query: URLSearchParams, storedAt: number): string {
  const prefix = query.get("prefix") ?? "";
  const after = query.get("continuation-token") ?? "";
  const sorted = [...names].filter((name) => name.startsWith(prefix) && name > after).sort();
  const page = sorted.slice(0, PAGE);
  const date = new Date(storedAt).toISOString();
  const contents = page.map(
    (name) => `<Contents><Key>${escaped(name)}</Key><LastModified>${date}</LastModified><Size>1</Size></Contents>`,
  );
  const next =
    sorted.length > PAGE ? `<NextContinuationToken>${escaped(page.at(-1) ?? "")}</NextContinuationToken>` : "";
  return `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>images</Name><IsTruncated>${next !== ""}</IsTruncated>${next}${contents.join("")}</ListBucketResult>`;
}
