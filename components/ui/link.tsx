import { useRouter } from "next/router";
import type { ComponentProps, MouseEvent } from "react";

type Props = ComponentProps<"a"> & {
  /** A path of this site. */
  href: string;
};

/** Whether a click asks for this very page here and now, and not for a new tab, a window or a download. */
export const isPlainClick = ({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent) =>
  button === 0 && !(metaKey || ctrlKey || shiftKey || altKey);

/**
 * A link to another page, which is shown without loading the document anew. Its code is fetched when somebody points at
 * the link, not before: see docs/decisions/010.
 */
export function Link({ href, onClick, ...rest }: Props) {
  const router = useRouter();
  return (
    <a
      {...rest}
      href={href}
      onPointerEnter={() => void router.prefetch(href)}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || !isPlainClick(event)) return;
        event.preventDefault();
        void router.push(href);
      }}
    />
  );
}
