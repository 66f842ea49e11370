import { createEvent, fireEvent, screen } from "@testing-library/react";
import { Link } from "#components/ui/link";
import { show } from "#support/render";

const link = () => screen.getByRole("link", { name: "On" });

/** Clicks the link. @returns whether the browser is left to follow it */
function click(init: MouseEventInit = {}): boolean {
  const event = createEvent.click(link(), init);
  // jsdom logs an error for navigation: stop clicks that the link left to the browser.
  let isLeft = false;
  document.addEventListener(
    "click",
    (late) => {
      isLeft = !late.defaultPrevented;
      late.preventDefault();
    },
    { once: true },
  );
  fireEvent(link(), event);
  return isLeft;
}

test("Link — click — client-side navigation", () => {
  const { router } = show(<Link href="/about?a=b#c">On</Link>);
  expect(link()).toHaveAttribute("href", "/about?a=b#c");
  expect(click()).toBe(false);
  expect(router.address).toBe("/about?a=b#c");
});

test.each([{ metaKey: true }, { ctrlKey: true }, { shiftKey: true }, { altKey: true }, { button: 1 }])(
  "Link — click with %p — left to the browser",
  (init) => {
    const { router } = show(<Link href="/about">On</Link>);
    expect(click(init)).toBe(true);
    expect(router.address).toBe("/");
  },
);

test("Link — onClick prevents default — no navigation", () => {
  const { router } = show(
    <Link href="/about" onClick={(event) => event.preventDefault()}>
      On
    </Link>,
  );
  expect(click()).toBe(false);
  expect(router.address).toBe("/");
});
