import * as labels from "#lib/shared/labels/errors";

/** A GET form that searches the posts: the blog lists what is found. Styled in styles/frame.css, as the search of the header is. */
export function SearchForm() {
  return (
    // biome-ignore lint/a11y/useSemanticElements: assistive technology supports the role longer than <search>
    <form role="search" action="/blog" className="search-line">
      <input
        type="search"
        name="q"
        aria-label={labels.searchPosts}
        placeholder={labels.searchPosts}
        autoComplete="off"
        maxLength={200}
      />
      <button type="submit">{labels.search}</button>
    </form>
  );
}
