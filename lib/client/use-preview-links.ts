import useSWR from "swr";
import { previewLinksPath } from "#lib/shared/preview-link-paths";
import type { PreviewLink, PreviewLinkWithUrl } from "#lib/shared/preview-links";
import { type ApiError, api } from "./api.ts";

/** The open preview links of a post. */
export function usePreviewLinks(post: string) {
  const { data, error, mutate } = useSWR<PreviewLink[], ApiError>(previewLinksPath(post));
  return {
    links: data ?? [],
    error,
    /** @returns the link with its URL, which is shown once */
    async create(days: number): Promise<PreviewLinkWithUrl> {
      const created = await api.createPreviewLink(post, { days });
      await mutate();
      return created;
    },
    async revoke(id: string): Promise<void> {
      await api.revokePreviewLink(post, id);
      await mutate((links) => links?.filter((link) => link.id !== id));
    },
  };
}
