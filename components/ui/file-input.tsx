import type { ComponentProps } from "react";

/** A button that chooses files, with their names beside it. */
export const FileInput = ({ className = "mt-2 block w-full", ...props }: ComponentProps<"input">) => (
  <input
    {...props}
    type="file"
    className={`${className} cursor-pointer text-note file:mr-4 file:min-h-11 file:cursor-pointer file:rounded-sm file:border file:border-edge file:bg-transparent file:px-5 file:font-medium file:text-ink hover:file:border-ink hover:file:bg-wash`}
  />
);
