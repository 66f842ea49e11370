/** HTML of more characters is pasted as plain text. */
const HTML_MAX = 2_000_000;
/** The same for that of more elements, or of elements nested more deeply. */
const ELEMENTS_MAX = 50_000;
const DEPTH_MAX = 100;
/** What Markdown has a notation for. */
const STRUCTURE = "h1,h2,h3,h4,h5,h6,ul,ol,blockquote,table,pre,a[href],strong,b,em,i,del,s,strike,code,hr";

/** The styles of elements are here: the Content-Security-Policy blocks `style` in parsed documents, too. */
export const STYLE = "data-style";

/** The value of a property in an element's style; empty where it has none. */
export function styleOf(element: Element, property: string): string {
  const declarations = (element.getAttribute(STYLE) ?? "").split(";").map((declaration) => declaration.split(":"));
  const [, value = ""] = declarations.find(([name = ""]) => name.trim().toLowerCase() === property) ?? [];
  return value.trim().toLowerCase();
}

const withoutStyles = (html: string) =>
  html.replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/(\s)style\s*=/gi, `$1${STYLE}=`));

/** The elements of Markdown that an element's style makes of it, as word processors write emphasis. */
export function emphasisOf(element: Element): ("strong" | "em" | "del")[] {
  const weight = styleOf(element, "font-weight");
  return [
    ...(weight === "bold" || Number(weight) >= 600 ? (["strong"] as const) : []),
    ...(styleOf(element, "font-style") === "italic" ? (["em"] as const) : []),
    ...(styleOf(element, "text-decoration").includes("line-through") ? (["del"] as const) : []),
  ];
}

/** Google Docs wraps all it copies in a `b` that is not bold. */
const isBold = (element: Element) => !/^(?:normal|400)$/.test(styleOf(element, "font-weight"));

/** Whether the whole is one block of code, as code editors copy it: its text is meant, not its colours. */
function isFromCodeEditor({ body }: Document): boolean {
  const elements = [...body.children].filter(({ localName }) => localName !== "meta" && localName !== "br");
  const [first] = elements;
  if (elements.length !== 1 || !first) return false;
  return first.localName === "pre" || styleOf(first, "white-space") === "pre";
}

function isTooLarge({ body }: Document): boolean {
  const elements = [...body.querySelectorAll("*")];
  const depths = new Map<Element | null, number>();
  return (
    elements.length > ELEMENTS_MAX ||
    elements.some((element) => {
      const depth = (depths.get(element.parentElement) ?? 0) + 1;
      depths.set(element, depth);
      return depth > DEPTH_MAX;
    })
  );
}

/** The rich text of a paste; undefined where its plain text says as much. Neither scripts run nor images load in it. */
export function readRichText(clipboard: DataTransfer): Document | undefined {
  const html = clipboard.getData("text/html");
  if (html === "" || html.length > HTML_MAX || clipboard.getData("text/plain").trim() === "") return undefined;
  const rich = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  if (isTooLarge(rich) || isFromCodeEditor(rich)) return undefined;
  for (const wrapper of rich.querySelectorAll("b")) if (!isBold(wrapper)) wrapper.replaceWith(...wrapper.childNodes);
  const hasEmphasis = () => [...rich.querySelectorAll(`[${STYLE}]`)].some((element) => emphasisOf(element).length > 0);
  return rich.body.querySelector(STRUCTURE) || hasEmphasis() ? rich : undefined;
}
