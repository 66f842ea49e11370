import type { Term } from "#lib/server/search/terms";
import type { Comparison } from "#lib/shared/compare-posts";
import type { Direction } from "#lib/shared/direction";
import type { PostText } from "#lib/shared/post-fields";
import type { PreparedText } from "../rendering/prepare-text.ts";
import type { Rendering } from "../rendering/render-env.ts";

/**
 * CPU-bound work, by name. Arguments and results are structured-cloneable. Each task lazy-loads its modules, so that reading
 * does not load what only writing needs.
 */
export const tasks = {
  async prepareText(content: string, isTrustedAuthor: boolean, direction?: Direction): Promise<PreparedText> {
    const { prepareText } = await import("../rendering/prepare-text.ts");
    return prepareText(content, { isTrustedAuthor, direction });
  },

  async words(content: string): Promise<string[]> {
    const [{ foldedWords }, { plainText }] = await Promise.all([
      import("../search/words.ts"),
      import("#lib/server/rendering/plain-text"),
    ]);
    return foldedWords(plainText(content));
  },

  async render(content: string, isTrustedAuthor: boolean, direction?: Direction): Promise<Rendering> {
    const { renderPost } = await import("../rendering/render.ts");
    return renderPost(content, { isTrustedAuthor, direction });
  },

  async highlightParts(contents: string[], terms: Term[]): Promise<string[]> {
    const [{ highlightExcerpt }, { plainText }] = await Promise.all([
      import("../search/highlight.ts"),
      import("#lib/server/rendering/plain-text"),
    ]);
    return contents.map((content) => highlightExcerpt(plainText(content), terms));
  },

  async compare(before: PostText, after: PostText, by: "word" | "line"): Promise<Comparison> {
    const { comparePosts } = await import("#lib/shared/compare-posts");
    return comparePosts(before, after, by);
  },
};

export type Tasks = typeof tasks;
export type TaskName = keyof Tasks;

type Task = (...args: never[]) => Promise<unknown>;

/** Runs a task in this thread. */
export function runTask<Name extends TaskName>(name: Name, args: Parameters<Tasks[Name]>): ReturnType<Tasks[Name]> {
  const task: Task = tasks[name];
  return task(...(args as unknown[] as never[])) as ReturnType<Tasks[Name]>;
}
