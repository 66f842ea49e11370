import type { IndexedWords } from "#lib/server/search/search-index";
import type { Database, DatabaseTransaction, PostsTable } from "./tables.ts";

/** A part of the schema that migrations create. */
export type SchemaObject = {
  kind: "table" | "column" | "index" | "constraint" | "trigger" | "view";
  /** The table that it belongs to. */
  table: string;
  name: string;
  /** SQL that is the same where the object is. */
  definition: string;
  /** Whether the engine uses and maintains it. */
  isValid: boolean;
};

/** Damage to the stored pages, on one line; `index` names the index that alone has it, if so. */
export type Damage = { what: string; index?: string };

/** What could not be checked, and what would allow it. */
export type Unchecked = { what: string; remedy: string };

/** What reading all stored pages has shown. */
export type PageReport = {
  damages: Damage[];
  /** How many pages the server has read with a wrong checksum since it began to count; some may be repaired since. */
  checksumFailures: number;
  unchecked: Unchecked[];
};

/** A privilege, on one line, that serving a site needs; or only migrating it, which another role may do. */
export type MissingPrivilege = { privilege: string; isForMigrations: boolean };

/** Rows that refer to rows of another table which do not exist. */
export type BrokenReference = { table: string; parent: string; rows: number };

/** What the search index has of a post: nothing, other words than its text, or words though there is no such post. */
export type SearchDifference = { id: number; kind: "missing" | "outdated" | "extra" };

/** A post as the search index needs it. */
export type SearchedPost = Pick<PostsTable, "title" | "content" | "tags"> & { id: number };

export type SearchComparison = {
  wordsOf(post: SearchedPost): IndexedWords;
  /** Called for each post that was compared. */
  onPost?(): void;
  signal?: AbortSignal | undefined;
};

/** Examines a database, for `npx octavo doctor`. Nothing that it does locks out writers for long. */
export type Inspector = {
  /** Reads all pages. May take minutes. @param tables the names of our tables */
  findDamage(db: Database, tables: string[]): Promise<PageReport>;
  /** The tables, indexes, constraints and triggers that there are. */
  readSchema(db: Database): Promise<SchemaObject[]>;
  /**
   * Those that the migrations create, found out by running them where nobody sees it; nothing of it remains.
   * @throws the engine's error where that is not possible
   */
  expectedSchema(db: Database): Promise<SchemaObject[]>;
  /** Whether `createObject` can create a missing object of this kind, and replace an altered or invalid one. */
  canCreate(object: SchemaObject): boolean;
  /** Creates an index or a constraint. @param found the altered or invalid one with its name */
  createObject(db: Database, object: SchemaObject, found?: SchemaObject): Promise<void>;
  /** Builds an index again from its table. */
  rebuildIndex(db: Database, name: string): Promise<void>;
  /** Compares the search index with the texts of all posts. */
  compareSearch(db: Database, comparison: SearchComparison): AsyncGenerator<SearchDifference>;
  findBrokenReferences(db: Database): Promise<BrokenReference[]>;
  /** Deletes the rows of a table that refer to rows which do not exist. */
  deleteBroken(trx: DatabaseTransaction, table: string): Promise<void>;
  /** What the role, or the user of this process, may not do. @param tables the names of our tables */
  missingPrivileges(db: Database, tables: string[]): Promise<MissingPrivilege[]>;
};
