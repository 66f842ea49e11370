import { Link } from "#components/ui/link";
import { ThemeSwitch } from "./theme-switch.tsx";

export function Footer() {
  return (
    <footer className="sheet gap-y-4 border-t border-rule py-8 text-note text-ink-soft">
      <div className="sheet-text flex flex-wrap items-center justify-between gap-x-8 gap-y-4">
        <p>
          Set in Newsreader, folded with{" "}
          <a href="https://nextjs.org" className="link">
            Next.js
          </a>
          .{" "}
          <Link href="/docs" className="link">
            Docs
          </Link>
        </p>
        <ThemeSwitch />
      </div>
    </footer>
  );
}
