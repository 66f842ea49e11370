import { createHash } from "node:crypto";

/** What the comment of the zip begins with; the SHA-256 of all bytes before it follows, in hexadecimal digits. */
export const SEAL_PREFIX = "sha256:";
export const SEAL_BYTES = SEAL_PREFIX.length + 64;

/** Adds the seal to a zip, as its comment. @param chunks the last two bytes are the length of its comment */
export async function* sealed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  let last: Buffer | undefined;
  for await (const chunk of chunks) {
    if (last) {
      hash.update(last);
      yield last;
    }
    last = chunk;
  }
  if (!last) throw new Error("the zip is empty");
  const end = Buffer.concat([last, Buffer.from(SEAL_PREFIX)]);
  end.writeUInt16LE(SEAL_BYTES, last.length - 2);
  yield end;
  yield Buffer.from(hash.update(end).digest("hex"));
}
