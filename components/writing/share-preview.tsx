import type { Post } from "#lib/shared/posts";
import { socialImageTexts } from "#lib/shared/social-image";

type Props = {
  title: string;
  description: string;
  author: string;
  site: string;
  cover: Post["cover"];
};

/** The size of the drawn title by its length, about as the server chooses it (lib/server/images/draw-social-image.ts). */
function titleSize({ length }: string): string {
  if (length <= 50) return "text-[7.5cqw]";
  if (length <= 90) return "text-[6.5cqw]";
  return length <= 130 ? "text-[5.5cqw]" : "text-[4cqw]";
}

/** The drawn image, in the colours that it has in every theme. */
function DrawnImage({ author, site, title }: NonNullable<ReturnType<typeof socialImageTexts>>) {
  return (
    <div className="@container">
      <div className="flex aspect-[1200/630] flex-col overflow-hidden bg-[#fbf8f1] p-[6.6cqw] font-serif leading-tight font-medium text-[#221e18]">
        <p dir="auto" className={`max-h-[31cqw] overflow-hidden ${titleSize(title)}`}>
          {title}
        </p>
        <p className="mt-auto truncate text-[2.8cqw] text-[#655d51]">{author}</p>
        <p className="truncate text-[2.8cqw] text-[#12584e]">{site}</p>
      </div>
    </div>
  );
}

/** The post as its link is shown where it is shared: its cover, else an image drawn from its title. */
export function SharePreview({ title, description, author, site, cover }: Props) {
  const texts = socialImageTexts({ title, author, site });
  return (
    <div>
      <p className="font-medium">Where its link is shared</p>
      <div className="mt-2 overflow-hidden rounded-sm border border-edge">
        {cover ? (
          <img src={cover.url} alt="" className="aspect-[1200/630] h-auto w-full object-cover" />
        ) : texts ? (
          <DrawnImage {...texts} />
        ) : (
          <img src="/og.png" alt="" className="aspect-[1200/630] h-auto w-full object-cover" />
        )}
        <div className="border-t border-edge bg-wash px-3 py-2 text-note">
          <p className="text-ink-soft">{site}</p>
          <p dir="auto" className="line-clamp-2 font-medium">
            {title}
          </p>
          <p dir="auto" className="line-clamp-2 text-ink-soft">
            {description}
          </p>
        </div>
      </div>
    </div>
  );
}
