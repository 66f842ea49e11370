import { useState } from "react";
import type { BulkReport } from "#lib/shared/bulk";
import { takesTag } from "#lib/shared/bulk-actions";
import type { PostSummary } from "#lib/shared/post-summary";

type Selectable = Pick<PostSummary, "id" | "version">;

/** The version of a post in a list of the Posts screen, which requests it. */
export const versionOf = ({ version = 0 }: Selectable) => version;

/** What is selected after a change: posts stay that are to be changed further, or could be changed by trying again. */
function afterChange(selected: ReadonlyMap<string, number>, report: BulkReport): Map<string, number> {
  const next = new Map(selected);
  for (const { id, version } of [...report.changed, ...report.unchanged]) {
    if (takesTag(report.action)) next.set(id, version);
    else next.delete(id);
  }
  // A post that has changed is to be looked at before it is selected again.
  for (const { id, problem } of report.failed) if (problem.status === 412) next.delete(id);
  return next;
}

/**
 * The posts of a list that are selected, each with the version that was on screen then: a post that changes meanwhile stays
 * selected, and the server refuses to change it.
 */
export function useSelection(posts: readonly Selectable[]) {
  const [selected, setSelected] = useState<ReadonlyMap<string, number>>(new Map());
  const shown = posts.filter(({ id }) => selected.has(id));
  return {
    shown: shown.map(({ id }) => ({ id, version: selected.get(id) ?? 0 })),
    isSelected: (id: string) => selected.has(id),
    /** The version to change: the selected one. */
    versionFor: (post: Selectable) => selected.get(post.id) ?? versionOf(post),
    toggle(post: Selectable) {
      const next = new Map(selected);
      if (!next.delete(post.id)) next.set(post.id, versionOf(post));
      setSelected(next);
    },
    areAll: posts.length > 0 && shown.length === posts.length,
    selectAll() {
      const others = posts.filter(({ id }) => !selected.has(id));
      setSelected(new Map([...selected, ...others.map((post) => [post.id, versionOf(post)] as const)]));
    },
    clear: () => setSelected(new Map()),
    update: (report: BulkReport) => setSelected((current) => afterChange(current, report)),
  };
}

export type Selection = ReturnType<typeof useSelection>;
