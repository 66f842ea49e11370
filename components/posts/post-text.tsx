type Props = { content: string };

/** A post's text as it was written: a blank line parts paragraphs, a line break stays. */
export function PostText({ content }: Props) {
  return (
    <div className="space-y-[1.1em] font-serif text-body">
      {content.split(/\n(?:[^\S\n]*\n)+/).map((paragraph, place) => (
        <p key={place} dir="auto" className="whitespace-pre-wrap">
          {paragraph}
        </p>
      ))}
    </div>
  );
}
