import { type ReactNode, useId } from "react";

type Props = { title: string; children: ReactNode };

/** A section of the account page, with its title in the margin. */
export function AccountSection({ title, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="sheet gap-y-5 border-t border-rule py-8 wide:py-10">
      <h2 id={id} className="font-medium">
        {title}
      </h2>
      <div className="flex flex-col gap-8">{children}</div>
    </section>
  );
}
