import Router from "next/router";
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
 * docs/decisions/010. Rendered without a router's context, which a post of a list does not have on the server.
 */
export function Link({ href, onClick, ...rest }: Props) {
  return (
    <a
      {...rest}
      href={href}
      onPointerEnter={() => void Router.prefetch(href)}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || !isPlainClick(event)) return;
        event.preventDefault();
        void Router.push(href);
      }}
    />
  );
}
