declare module "@mixmark-io/domino" {
  /** Parses a document of HTML. */
  export function createDocument(html: string): Document;
}
