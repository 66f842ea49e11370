import { useRouter } from "next/compat/router";
import type { ComponentProps, MouseEvent } from "react";

type Props = ComponentProps<"a"> & {
  /** A path of this site. */
  href: string;
};

/** Whether a click opens the link in the same tab, not in a new tab or window, or as a download. */
export const isPlainClick = ({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent) =>
  button === 0 && !(metaKey || ctrlKey || shiftKey || altKey);

/**
 * A link with client-side navigation. The page's code is prefetched when the pointer enters the link, not earlier: see
 * docs/decisions/010. Also rendered by itself, without the router of a page.
 */
export function Link({ href, onClick, ...rest }: Props) {
  const router = useRouter();
  return (
    <a
      {...rest}
      href={href}
      onPointerEnter={() => void router?.prefetch(href)}
      onClick={(event) => {
        onClick?.(event);
        if (!router || event.defaultPrevented || !isPlainClick(event)) return;
        event.preventDefault();
        void router.push(href);
      }}
    />
  );
}
