import fc from "fast-check";
import { unzipSync } from "fflate";
import type { ExportFile } from "#lib/server/export/export-file";
import { zip } from "#lib/server/export/zip";
import { holds } from "#support/property";

async function* each(files: Iterable<ExportFile>): AsyncGenerator<ExportFile> {
  yield* files;
}

async function bytesOf(files: ExportFile[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const bytes of zip(each(files))) chunks.push(bytes);
  return Buffer.concat(chunks);
}

const file = (name: string, bytes: string | Uint8Array): ExportFile => ({ path: name, bytes: Buffer.from(bytes) });

test("zip — any names and bytes — another program reads them back, and the same files make the same bytes", async () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[\p{L}\p{N}]{1,20}$/u), { minLength: 1, maxLength: 8 });
  const examples = fc.tuple(names, fc.array(fc.uint8Array({ maxLength: 2_000 }), { minLength: 8, maxLength: 8 }));
  await holds(examples, async ([given, contents]) => {
    const files = given.map((name, at) => file(`a/${name}.md`, contents[at] ?? ""));
    const zipped = await bytesOf(files);
    const read = unzipSync(zipped);
    expect(Object.keys(read)).toEqual(files.map((one) => one.path));
    for (const one of files) expect(Buffer.from(read[one.path] ?? []).equals(one.bytes)).toBe(true);
    expect(zipped.equals(await bytesOf(files))).toBe(true);
  });
});

test("zip — text, an image, and a text that would shrink to a hundredth — deflated, stored, stored", async () => {
  const read = async (one: ExportFile) => (await bytesOf([one])).readUInt16LE(8);
  expect(await read(file("a.md", "words ".repeat(20)))).toBe(8);
  expect(await read(file("a.webp", "words ".repeat(20)))).toBe(0);
  expect(await read(file("a.md", "a".repeat(1_000_000)))).toBe(0);
});

test("zip — 70,000 files — all of them are read back by their central directory (Zip64)", async () => {
  const count = 70_000;
  const zipped = await bytesOf(Array.from({ length: count }, (_, n) => file(`content/blog/${n}/index.md`, `${n}`)));
  let seen = 0;
  const filter = ({ name }: { name: string }) => {
    if (name !== `content/blog/${seen}/index.md`) throw new Error(`${name} is not number ${seen}`);
    seen += 1;
    return seen === count;
  };
  const read = unzipSync(zipped, { filter });
  expect(seen).toBe(count);
  expect(Buffer.from(read[`content/blog/${count - 1}/index.md`] ?? []).toString()).toBe(`${count - 1}`);
});
