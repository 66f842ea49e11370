import { mkdirSync, readdirSync } from "node:fs";
import { openDatabase } from "#lib/server/db/open";
import { fileName } from "#lib/server/images/stored-files";
import { imageWidths } from "#lib/shared/image-paths";
import { Image } from "#lib/shared/images";
import { noise } from "#support/image-files";
import { sendRequest } from "#support/send-request";
import { TestServer } from "#support/server";
import { withSmallDisk } from "#support/small-disk";

const API_KEY = "a-key-of-the-operator";

const disk = withSmallDisk(24);

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );

const upload = async (server: TestServer, bytes: Buffer) =>
  fetch(`${server.url}/api/images`, {
    method: "POST",
    headers: { authorization: `Bearer ${API_KEY}`, "content-type": "image/png" },
    body: new Uint8Array(bytes),
  });

async function requireHealthy(server: TestServer): Promise<void> {
  const body = { title: "Written meanwhile", content: "Words." };
  expect((await sendRequest(`${server.url}/api/posts`, { method: "POST", body })).status).toBe(201);
  expect((await sendRequest(`${server.url}/api/ready`)).status).toBe(200);
}

/** The files of the rows, and those that are stored; no upload is unfinished. */
async function expectWhole(server: TestServer, folder: string): Promise<void> {
  const { db } = await openDatabase(await server.makeDatabase());
  const rows = await db.selectFrom("images").select(["key", "width"]).execute();
  const expected = rows.flatMap(({ key, width }) => imageWidths(width).map((one) => fileName(key, one)));
  expect(filesIn(folder).sort()).toEqual(expected.sort());
  expect(await db.selectFrom("image_files").selectAll().execute()).toEqual([]);
  await db.destroy();
}

test("the disk of FILES_URL is full — 507, no half-written file, no row; posts and stored images unaffected", async () => {
  const folder = `${disk.folder}/images`;
  const server = await new TestServer({ API_KEY, FILES_URL: `file:${folder}` }).start();
  try {
    const first = Image.parse(await (await upload(server, await noise(600, 400))).json());
    // Between nothing and nearly all of the three files of an image: each of them is the one that does not fit.
    for (const left of [0, 40_000, 200_000, 700_000]) {
      disk.fill(left);
      const response = await upload(server, await noise(1_000, 1_000));
      expect([left, response.status, await response.json()]).toEqual([
        left,
        507,
        expect.objectContaining({ type: "/docs/errors#storage-full" }),
      ]);
      disk.makeRoom();
      await expectWhole(server, folder);
    }
    disk.fill(0);
    await upload(server, await noise(300, 300));
    await requireHealthy(server);
    expect((await fetch(server.url + first.url)).status).toBe(200);
    expect(server.log).toContain("there is no space left on the disk (ENOSPC)");
    disk.makeRoom();
    expect((await upload(server, await noise(1_000, 1_000))).status).toBe(201);
    await expectWhole(server, folder);
  } finally {
    await server.discard();
  }
}, 120_000);

test("the disk of temporary files is full — 507; what is left of them is nothing", async () => {
  const temporary = `${disk.folder}/tmp`;
  mkdirSync(temporary);
  const server = await new TestServer({ API_KEY, TMPDIR: temporary }).start();
  try {
    const bytes = await noise(1_000, 1_000);
    // Not even the upload fits; the upload fits, but not what is made of it.
    for (const left of [0, bytes.length / 2, bytes.length + 50_000, bytes.length + 600_000]) {
      disk.fill(left);
      const response = await upload(server, bytes);
      expect([left, response.status]).toEqual([left, 507]);
      disk.makeRoom();
      expect(filesIn(temporary)).toEqual([]);
    }
    await requireHealthy(server);
    expect((await upload(server, bytes)).status).toBe(201);
    await expectWhole(server, server.imageFolder);
  } finally {
    await server.discard();
  }
}, 120_000);
