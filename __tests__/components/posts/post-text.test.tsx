import { PostText } from "#components/posts/post-text";
import { show } from "#support/render";

test("PostText — the server's HTML — unchanged", () => {
  const { container } = show(<PostText html={"<p>One <em>two</em></p>\n<hr />\n"} />);
  expect(container.querySelector(".prose")?.innerHTML).toBe("<p>One <em>two</em></p>\n<hr>\n");
});
