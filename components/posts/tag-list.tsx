type Props = { tags: string[] };

export function TagList({ tags }: Props) {
  if (tags.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-x-3">
      {tags.map((tag) => (
        <li key={tag}>
          <span aria-hidden="true">#</span>
          {tag}
        </li>
      ))}
    </ul>
  );
}
