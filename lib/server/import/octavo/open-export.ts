import { createHash } from "node:crypto";
import { z } from "zod";
import { errorMessage } from "#lib/server/error-message";
import { postFile } from "#lib/server/export/file-names";
import {
  ABOUT_FILE,
  DATA_FOLDER,
  type ExportedAbout,
  type ExportedPost,
  ExportedSettings,
  FORMAT,
  FORMAT_VERSION,
  IMAGES_FOLDER,
  LINE_SCHEMAS,
  MANIFEST_PATH,
  Manifest,
  type PartName,
  POSTS_FOLDER,
  SETTINGS_PATH,
  TRASH_FOLDER,
} from "#lib/server/export/format";
import { readAboutFile, readPost } from "#lib/server/export/post-file";
import { sha256 } from "#lib/server/sha256";
import { readBytes, type SourceFile, type SourceFiles } from "../files.ts";
import { ImportRefused } from "../record.ts";

/** The largest file of an image, in bytes: animations are larger than what they were made of. */
const IMAGE_BYTES_MAX = 256 * 1024 * 1024;
/** How much of a value that is wrong an error repeats, in characters. */
const SHOWN_MAX = 100;

/** A file that only an export has. */
const DATA_FILE = new RegExp(
  `^((?:[^/]+/)*)${DATA_FOLDER}/(?:manifest\\.json|checksums/\\d{5}\\.sha256|(?:accounts|tags|revisions|images)/\\d{5}\\.jsonl)$`,
);
const CHECKSUM = /^([\da-f]{64}) {2}(.+)$/;

/** What zod finds wrong with a value, in one line. */
function wrong(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.join(".") ?? "";
  return `${path && `${path} `}${issue?.message ?? "is wrong"}`.slice(0, 2 * SHOWN_MAX);
}

/** An export of Octavo, whose manifest and checksums have been read. Each file is verified when it is read. */
export class OctavoExport {
  readonly manifest: Manifest;
  private readonly files: SourceFiles;
  /** The folder of the export in the source, with a slash at its end; empty for the source itself. */
  private readonly root: string;
  private readonly checksums: ReadonlyMap<string, string>;

  private constructor(files: SourceFiles, root: string, manifest: Manifest, checksums: ReadonlyMap<string, string>) {
    this.files = files;
    this.root = root;
    this.manifest = manifest;
    this.checksums = checksums;
  }

  /**
   * Recognizes an export by its files.
   * @returns undefined where the source is none
   * @throws {ImportRefused} where it is not whole, or of a newer format
   */
  static async open(files: SourceFiles): Promise<OctavoExport | undefined> {
    const roots = new Set<string>();
    for await (const { path } of files.each((path) => DATA_FILE.test(path))) roots.add(DATA_FILE.exec(path)?.[1] ?? "");
    const [root = "", ...others] = [...roots].sort((a, b) => a.length - b.length);
    if (roots.size === 0) return undefined;
    if (others.length > 0) throw new ImportRefused(`${files.name} has several exports in it; import one at a time`);
    const listed = new Map<string, string>();
    const hash = createHash("sha256");
    let manifestText: string | undefined;
    for await (const file of files.each((path) => path === root + MANIFEST_PATH || isChecksums(path, root))) {
      const bytes = await readBytes(file);
      if (file.path === root + MANIFEST_PATH) manifestText = new TextDecoder().decode(bytes);
      else {
        hash.update(bytes);
        readChecksums(new TextDecoder().decode(bytes), listed);
      }
    }
    if (manifestText === undefined) {
      throw new ImportRefused(
        `the export ${files.name} is not whole: ${MANIFEST_PATH}, which is written last, is missing`,
      );
    }
    const manifest = readManifest(manifestText);
    if (hash.digest("hex") !== manifest.checksums) {
      throw new ImportRefused(
        `${DATA_FOLDER}/checksums is not what ${MANIFEST_PATH} says: the export was changed or is damaged`,
      );
    }
    return new OctavoExport(files, root, manifest, listed);
  }

  /** Reads the listed files whose path in the export is wanted. @throws {ImportRefused} for one that differs from its checksum */
  private async *each(isWanted: (path: string) => boolean): AsyncGenerator<{ path: string; bytes: Uint8Array }> {
    const toPath = (path: string) => path.slice(this.root.length).normalize("NFC");
    const isListed = (path: string) => path.startsWith(this.root) && this.checksums.has(toPath(path));
    const seen = new Set<string>();
    for await (const file of this.files.each((path) => isListed(path) && isWanted(toPath(path)))) {
      const path = toPath(file.path);
      if (seen.has(path)) throw new ImportRefused(`${path} is in the export twice`);
      seen.add(path);
      yield { path, bytes: await this.readVerified(file, path) };
    }
    for (const path of this.checksums.keys()) {
      if (isWanted(path) && !seen.has(path)) throw new ImportRefused(`${path} is missing in the export`);
    }
  }

  private async readVerified(file: SourceFile, path: string): Promise<Uint8Array> {
    const bytes = await readBytes(file, path.startsWith(`${IMAGES_FOLDER}/`) ? IMAGE_BYTES_MAX : undefined);
    if (sha256(bytes) === this.checksums.get(path)) return bytes;
    throw new ImportRefused(
      `${path} was changed or damaged since the export: its SHA-256 is not that in ${DATA_FOLDER}/checksums. --from markdown imports the texts as they are`,
    );
  }

  private async *texts(isWanted: (path: string) => boolean): AsyncGenerator<{ path: string; text: string }> {
    for await (const { bytes, path } of this.each(isWanted))
      yield { path, text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) };
  }

  /** Reads the lines of a part. @throws {ImportRefused} */
  async *lines<Name extends PartName>(name: Name): AsyncGenerator<z.infer<(typeof LINE_SCHEMAS)[Name]>> {
    const schema = LINE_SCHEMAS[name];
    for await (const { path, text } of this.texts((path) => path.startsWith(`${DATA_FOLDER}/${name}/`))) {
      const lines = text.split("\n");
      for (const [index, line] of lines.slice(0, -1).entries()) {
        yield parsing(`${path}:${index + 1}`, () => schema.parse(JSON.parse(line))) as z.infer<
          (typeof LINE_SCHEMAS)[Name]
        >;
      }
    }
  }

  /** Reads the posts, those in the trash too. @throws {ImportRefused} */
  async *posts(): AsyncGenerator<{ post: ExportedPost; path: string }> {
    const isPost = (path: string) => path.startsWith(`${POSTS_FOLDER}/`) || path.startsWith(`${TRASH_FOLDER}/`);
    for await (const file of this.texts(isPost)) {
      const post = parsing(file.path, () => readPost(file));
      if (postFile(post) !== file.path) {
        throw new ImportRefused(`${file.path} has the post ${post.id}, whose file is ${postFile(post)}`);
      }
      yield { post, path: file.path };
    }
  }

  /** Reads the text about the site, if the owner has written one. @throws {ImportRefused} */
  async about(): Promise<ExportedAbout | undefined> {
    for await (const file of this.texts((path) => path === ABOUT_FILE))
      return parsing(file.path, () => readAboutFile(file));
    return undefined;
  }

  /** @throws {ImportRefused} */
  async settings(): Promise<ExportedSettings> {
    for await (const { path, text } of this.texts((path) => path === SETTINGS_PATH)) {
      return parsing(path, () => ExportedSettings.parse(JSON.parse(text)));
    }
    throw new ImportRefused(`${SETTINGS_PATH} is missing in the export`);
  }

  /** Reads the files of images. @throws {ImportRefused} */
  imageFiles(isWanted: (path: string) => boolean): AsyncGenerator<{ path: string; bytes: Uint8Array }> {
    return this.each((path) => path.startsWith(`${IMAGES_FOLDER}/`) && isWanted(path));
  }

  /** The SHA-256 of a listed file. */
  checksumOf(path: string): string | undefined {
    return this.checksums.get(path);
  }
}

const isChecksums = (path: string, root: string) =>
  path.startsWith(`${root}${DATA_FOLDER}/checksums/`) && path.endsWith(".sha256");

function readChecksums(text: string, listed: Map<string, string>): void {
  for (const line of text.split("\n").slice(0, -1)) {
    const [, digest, path] = CHECKSUM.exec(line) ?? [];
    if (digest === undefined || path === undefined) {
      throw new ImportRefused(`${DATA_FOLDER}/checksums has the line ${JSON.stringify(line.slice(0, SHOWN_MAX))}`);
    }
    if (listed.has(path)) throw new ImportRefused(`${path} is in ${DATA_FOLDER}/checksums twice`);
    listed.set(path, digest);
  }
}

function readManifest(text: string): Manifest {
  const header = parsing(MANIFEST_PATH, () =>
    z.object({ format: z.literal(FORMAT), version: z.int().min(1) }).parse(JSON.parse(text)),
  );
  if (header.version > FORMAT_VERSION) {
    throw new ImportRefused(
      `the export has version ${header.version} of the format, and this Octavo reads up to ${FORMAT_VERSION}; must be imported by a newer Octavo`,
    );
  }
  return parsing(MANIFEST_PATH, () => Manifest.parse(JSON.parse(text)));
}

/** Parses a part of an export. @param place where it is, for the error */
function parsing<Value>(place: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    const reason = error instanceof z.ZodError ? wrong(error) : errorMessage(error);
    throw new ImportRefused(`${place} in the export cannot be read: ${reason.slice(0, 2 * SHOWN_MAX)}`, {
      cause: error,
    });
  }
}
