/** The Markdown of an image, to be copied. @param url of the file for programs that take only one */
export const ImageMarkdownField = ({ url }: { url: string }) => (
  <input
    readOnly
    dir="ltr"
    aria-label="Markdown"
    value={`![](${url})`}
    onFocus={({ currentTarget }) => currentTarget.select()}
    className="block w-full max-w-md rounded-sm border border-edge bg-transparent px-2 py-1.5 font-mono text-note text-ink-soft"
  />
);
