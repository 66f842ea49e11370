/** The image of a page in link previews (Open Graph): its path, its size in pixels and its alternative text. */
export type SocialImage = { path: string; width: number; height: number; alt: string };
