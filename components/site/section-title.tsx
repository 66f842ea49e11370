type Props = { id: string; title: string };

/** The heading of a section; the list below starts with its own rule. */
export function SectionTitle({ id, title }: Props) {
  return (
    <div className="sheet pb-3">
      <h2 id={id} className="sheet-text font-medium">
        {title}
      </h2>
    </div>
  );
}
