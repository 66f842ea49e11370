import { PostText } from "#components/posts/post-text";
import { show } from "#support/render";

function paragraphs(content: string) {
  const { container } = show(<PostText content={content} />);
  return [...container.querySelectorAll("p")].map(({ textContent }) => textContent);
}

test("a blank line parts paragraphs, however many there are and whatever spaces they hold", () => {
  expect(paragraphs("One\n\nTwo\n \t\n\n\nThree")).toEqual(["One", "Two", "Three"]);
});

test("the line ends of Windows part paragraphs too", () => {
  expect(paragraphs("One\r\n\r\nTwo").map((text) => text?.trim())).toEqual(["One", "Two"]);
});

test("a line break and the spaces before a line stay", () => {
  expect(paragraphs("One\n  two\n\n  three")).toEqual(["One\n  two", "  three"]);
});

test("markup is text", () => {
  const { container } = show(<PostText content={"<script>alert(1)</script> &amp;"} />);
  expect(container.querySelector("script")).toBeNull();
  expect(container).toHaveTextContent("<script>alert(1)</script> &amp;");
});
