import type { SourceFile, SourceFiles } from "../files.ts";
import { decode } from "../text.ts";

/** What names have in common that differ in case, in Unicode normalization or in percent-encoding only. */
const keyOf = (path: string) => decode(path).normalize("NFC").toLowerCase();

const segments = (path: string) => path.split("/");

type Indexed = { path: string; key: string; file: SourceFile };

/** The files of a source, found by paths as texts have them. */
export class FileIndex {
  /** By the last segment of the key. */
  private readonly files = new Map<string, Indexed[]>();
  /** The folder that all files are in, such as that of a zip. */
  private top: string | undefined;

  static async load(source: SourceFiles, isWanted: (path: string) => boolean): Promise<FileIndex> {
    const index = new FileIndex();
    const tops = new Set<string>();
    for await (const file of source.each(isWanted)) {
      const key = keyOf(file.path);
      const name = segments(key).at(-1) ?? "";
      tops.add(key.includes("/") ? (segments(key)[0] ?? "") : "");
      const indexed = { path: file.path, key, file };
      const same = index.files.get(name);
      if (same) same.push(indexed);
      else index.files.set(name, [indexed]);
    }
    if (tops.size === 1) [index.top] = tops;
    return index;
  }

  /** Files whose key is accepted: that with the very name first, then the one that is nearest to the root. */
  private find(path: string, accepts: (key: string, wanted: string) => boolean): SourceFile | undefined {
    const wanted = keyOf(path);
    const found = (this.files.get(segments(wanted).at(-1) ?? "") ?? []).filter(({ key }) => accepts(key, wanted));
    const rank = (one: Indexed) => segments(one.path).length * 2 - Number(one.path.endsWith(path));
    return found.sort((a, b) => rank(a) - rank(b))[0]?.file;
  }

  /** The file with this path. */
  at(path: string): SourceFile | undefined {
    return this.find(path, (key, wanted) => key === wanted);
  }

  /** The file whose path ends with this one. @param roots names of the folders that may be before it; any by default */
  below(path: string, roots?: ReadonlySet<string>): SourceFile | undefined {
    return this.find(path, (key, wanted) => {
      if (key === wanted) return true;
      if (!key.endsWith(`/${wanted}`)) return false;
      const [first = "", ...others] = segments(key.slice(0, -wanted.length - 1));
      return !roots || [first === this.top ? [] : first, others].flat().every((folder) => roots.has(folder));
    });
  }

  /** The file that this path ends with: where the source is a part of the site, such as its folder for uploads. */
  within(path: string): SourceFile | undefined {
    return this.find(path, (key, wanted) => key.includes("/") && `/${wanted}`.endsWith(`/${key}`));
  }
}
