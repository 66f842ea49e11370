import type { Database } from "#lib/server/db/tables";
import type { Viewer } from "#lib/server/viewer";
import { IMPORT_NAME_MAX, type ImportAuthor } from "#lib/shared/imports";
import { ImportRefused, type SourceAuthor, type SourceRecord } from "./record.ts";
import type { Report } from "./report.ts";

type Account = NonNullable<Viewer["account"]>;

/** By what names of authors are compared. Of a longer one, reports and options have the beginning. */
export const authorKey = (name: string) => name.slice(0, IMPORT_NAME_MAX).trim().toLowerCase();

/** Who the posts of an import belong to. */
export class Authors {
  private readonly mapped: Map<string, Account>;
  private readonly owner: Account | null;
  private readonly posts = new Map<string, { account: Account | null; isMapped: boolean; posts: number }>();

  private constructor(mapped: Map<string, Account>, owner: Account | null) {
    this.mapped = mapped;
    this.owner = owner;
  }

  /**
   * @param chosen the accounts of authors, by their email addresses
   * @param owner the id of the account that gets all other posts; that of the site's owner by default
   * @throws {ImportRefused} for an account that does not exist
   */
  static async load(db: Database, chosen: ImportAuthor[], owner?: string): Promise<Authors> {
    const accounts = await db
      .selectFrom("accounts")
      .select(["id", "name", "email", "role"])
      // Posts of an import belong to somebody who can edit them.
      .where("suspended_at", "is", null)
      .orderBy("createdAt")
      .execute();
    // An export of Octavo has the ids of accounts, which may be those here.
    const mapped = new Map<string, Account>(accounts.map((account) => [authorKey(account.id), account]));
    for (const { email, name } of chosen) {
      const account = accounts.find((found) => found.email.toLowerCase() === email.toLowerCase());
      if (!account)
        throw new ImportRefused(
          `--author ${name}=${email}: there is no active account with the email address ${email}`,
        );
      mapped.set(authorKey(name), account);
    }
    const importing = accounts.find(({ id }) => id === owner) ?? accounts.find(({ role }) => role === "owner");
    return new Authors(mapped, importing ?? null);
  }

  /** The account of a record's first author; the owner's where `--author` does not name it. */
  accountOf({ authors: [author] }: Pick<SourceRecord, "authors">): Account | null {
    return this.find(author) ?? this.owner;
  }

  /** Counts a record for the report. */
  count({ authors: [author] }: Pick<SourceRecord, "authors">): void {
    const name = author?.name ?? "";
    const isMapped = this.find(author) !== undefined;
    const { posts } = this.posts.get(name) ?? { posts: 0 };
    this.posts.set(name, { account: this.find(author) ?? this.owner, isMapped, posts: posts + 1 });
  }

  private find(author: SourceAuthor | undefined): Account | undefined {
    return (
      author && [author.name, ...author.aliases].map((name) => this.mapped.get(authorKey(name))).find((found) => found)
    );
  }

  /** The authors that records had, with their accounts. */
  report(): Report["authors"] {
    return [...this.posts].map(([name, { account, isMapped, posts }]) => ({
      name,
      posts,
      account: account?.name ?? null,
      isMapped,
    }));
  }
}
