import type { Term } from "#lib/server/search/words";
import type { Comparison } from "#lib/shared/compare-posts";
import type { PostText } from "#lib/shared/post-fields";
import type { Rendering } from "../rendering/render-env.ts";

/** What a save needs of a text: its page, its plain text for the excerpt, and its words for the search index. */
export type PreparedText = { rendering: Rendering; plain: string; words: string[] };

/**
 * The work of a request that can take long, by name. Arguments and results can be cloned between threads. Each loads what
 * it needs when first run: a reader does not wait for what only writers use.
 */
export const tasks = {
  async prepareText(content: string, isSigned: boolean): Promise<PreparedText> {
    const [{ renderPost }, { plainText }, { foldedWords }] = await Promise.all([
      import("../rendering/render.ts"),
      import("#lib/server/rendering/plain-text"),
      import("../search/words.ts"),
    ]);
    const plain = plainText(content);
    return { rendering: renderPost(content, { isSigned }), plain, words: foldedWords(plain) };
  },

  async render(content: string, isSigned: boolean): Promise<Rendering> {
    const { renderPost } = await import("../rendering/render.ts");
    return renderPost(content, { isSigned });
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
