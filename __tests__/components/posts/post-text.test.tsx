import { PostText } from "#components/posts/post-text";
import { show } from "#support/render";

test("the server's HTML is shown as it is", () => {
  const { container } = show(<PostText html={"<p>One <em>two</em></p>\n<hr />\n"} />);
  expect(container.querySelector(".prose")?.innerHTML).toBe("<p>One <em>two</em></p>\n<hr>\n");
});
