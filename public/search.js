// Results while typing into the search of the header; loaded when it is first opened. Its field becomes a combobox (ARIA Authoring
// Practices); where no result is chosen, its form is sent.
{
  const DEBOUNCE_MS = 200;
  const RESULTS_MAX = 6;
  const FIELDS = "id,title,slug,excerpt,language,direction";

  const box = document.querySelector(".site-search details");
  const field = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  const status = box.querySelector("[role=status]");
  const words = JSON.parse(box.dataset.words);
  let timer;
  let request = new AbortController();
  /** The query whose results are shown. */
  let shown = "";
  let active = -1;

  const CHARACTERS = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  const unescapeHtml = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => CHARACTERS[name]);

  /** Adds text to an element. Only the marks of matches are parsed; nothing is inserted as HTML. */
  const addText = (element, html) => {
    for (const [index, text] of html.split(/<\/?mark>/).entries()) {
      const part = index % 2 === 1 ? document.createElement("mark") : document.createTextNode("");
      part.textContent = unescapeHtml(text);
      element.append(part);
    }
  };

  const choose = (index) => {
    active = index;
    for (const [at, option] of [...list.children].entries()) option.ariaSelected = String(at === index);
    const option = list.children[index];
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };

  const addOption = (href, lines, { direction, language } = {}) => {
    const option = document.createElement("a");
    Object.assign(option, { href, id: `found-${list.children.length}`, role: "option", tabIndex: -1 });
    for (const html of lines) {
      const line = document.createElement("span");
      if (language) line.lang = language;
      if (direction === "rtl") line.dir = direction;
      addText(line, html);
      option.append(line);
    }
    list.append(option);
  };

  const escapeHtml = (text) => text.replace(/[&<]/g, (character) => (character === "&" ? "&amp;" : "&lt;"));
  const countText = (total, isCapped) => {
    const text = total === 0 ? words.none : isCapped ? words.more : total === 1 ? words.one : words.other;
    return text.replace("#", total.toLocaleString(document.documentElement.lang));
  };

  const show = (q, posts, text) => {
    shown = q;
    status.textContent = text;
    list.replaceChildren();
    for (const post of posts) {
      const { excerpt, highlight, id, slug, title } = post;
      const preview = highlight?.content.includes("<mark>") ? highlight.content : escapeHtml(excerpt);
      addOption(`/blog/${id}/${encodeURIComponent(slug)}`, [highlight?.title ?? escapeHtml(title), preview], post);
    }
    if (posts.length > 0) addOption(`/blog?${new URLSearchParams({ q })}`, [escapeHtml(words.all)]);
    list.hidden = posts.length === 0;
    field.ariaExpanded = String(posts.length > 0);
    choose(-1);
  };

  const search = async () => {
    const q = field.value.trim();
    if (q === shown) return;
    request.abort();
    request = new AbortController();
    if (q === "") return show(q, [], "");
    try {
      const { signal } = request;
      const query = new URLSearchParams({ q, limit: RESULTS_MAX, fields: FIELDS });
      const response = await fetch(`/api/posts?${query}`, { signal });
      if (!response.ok) return show(q, [], response.status === 429 ? words.busy : words.failed);
      const total = Number(response.headers.get("X-Total-Count"));
      show(q, await response.json(), countText(total, response.headers.get("X-Total-Count-Relation") === "gte"));
    } catch (error) {
      if (error.name !== "AbortError") show(q, [], words.failed);
    }
  };

  const wait = ({ isComposing }) => {
    clearTimeout(timer);
    // While an input method composes characters, the text is incomplete.
    if (!isComposing) timer = setTimeout(search, DEBOUNCE_MS);
  };

  field.role = "combobox";
  field.ariaAutoComplete = "list";
  field.ariaExpanded = "false";
  field.setAttribute("aria-controls", list.id);
  field.addEventListener("input", wait);
  field.addEventListener("compositionend", wait);
  field.addEventListener("keydown", (event) => {
    const count = list.children.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing || count === 0) return;
    if (step) {
      event.preventDefault();
      // From either end through the field to the other one.
      choose(((active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      list.children[active].click();
    }
  });
  list.addEventListener("pointermove", ({ target }) => {
    const index = [...list.children].indexOf(target.closest("[role=option]"));
    if (index !== active) choose(index);
  });

  const closeOutside = ({ target }) => {
    if (!box.contains(target)) box.open = false;
  };
  document.addEventListener("pointerdown", closeOutside);
  document.addEventListener("focusin", closeOutside);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    // In a search field, Chromium clears the text first.
    event.preventDefault();
    box.open = false;
    box.querySelector("summary").focus();
  });
  box.addEventListener("toggle", () => {
    if (box.open) field.focus();
  });
  // Opened, and maybe typed into, before this script was loaded.
  field.focus();
  search();
}
