import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { ActionForm } from "#components/forms/action-form";
import { Field } from "#components/ui/field";
import { ApiError } from "#lib/client/api";
import type { RejectedForm } from "#lib/shared/forms";
import { show } from "#support/render";

const user = userEvent.setup();
const box = (name: string) => screen.getByLabelText(name);
const send = () => user.click(screen.getByRole("button", { name: "Send" }));
const refusal = (status: number, title: string, fields = {}) => new ApiError(status, { title, fields });

type More = { onSubmit?: jest.Mock; refused?: RejectedForm; isCleared?: boolean; hidden?: Record<string, string> };

function open({ onSubmit = jest.fn(async () => {}), ...more }: More = {}) {
  show(
    <ActionForm name="test" action="Send" onSubmit={onSubmit} done="It is done." {...more}>
      {(field) => (
        <>
          <Field {...field("email")} label="Email address" />
          <Field {...field("password")} type="password" label="Password" />
        </>
      )}
    </ActionForm>,
  );
  return onSubmit;
}

test("what is typed is handed over by name, without what names the form", async () => {
  const onSubmit = open({ hidden: { token: "t" } });
  await user.type(box("Email address"), "ada@octavo.test");
  await send();
  expect(onSubmit).toHaveBeenCalledWith({ email: "ada@octavo.test", password: "", token: "t" });
});

test("a wrong field is named beside it and has the focus", async () => {
  open({ onSubmit: jest.fn().mockRejectedValue(refusal(400, "Not valid", { password: ["Too short"] })) });
  await send();
  expect(box("Password")).toHaveAccessibleDescription("Too short");
  expect(box("Password")).toHaveFocus();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a refusal of the whole is announced, and what was typed stays", async () => {
  open({ onSubmit: jest.fn().mockRejectedValue(refusal(401, "Wrong password")) });
  await user.type(box("Email address"), "ada@octavo.test");
  await send();
  expect(screen.getByRole("alert")).toHaveTextContent("Wrong password.");
  expect(box("Email address")).toHaveValue("ada@octavo.test");
});

test("what is wrong with something unseen is announced", async () => {
  open({
    hidden: { token: "t" },
    onSubmit: jest.fn().mockRejectedValue(refusal(400, "Not valid", { token: ["This link is no longer good"] })),
  });
  await send();
  expect(screen.getByRole("alert")).toHaveTextContent("This link is no longer good.");
});

test("too many tries are told to wait", async () => {
  open({ onSubmit: jest.fn().mockRejectedValue(refusal(429, "Too many wrong passwords")) });
  await send();
  expect(screen.getByRole("alert")).toHaveTextContent("Wait a few minutes");
});

test("what is done is announced, and not beside a refusal", async () => {
  const onSubmit = open({ onSubmit: jest.fn().mockResolvedValueOnce(undefined).mockRejectedValue(refusal(401, "No")) });
  expect(screen.getByRole("status")).toHaveTextContent("It is done.");
  await send();
  await send();
  expect(onSubmit).toHaveBeenCalledTimes(2);
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});

test("fields are emptied only where that is asked for", async () => {
  open({ isCleared: true });
  await user.type(box("Password"), "correct horse");
  await send();
  expect(box("Password")).toHaveValue("");
});

test("two submits in one moment send once", async () => {
  const onSubmit = open({ onSubmit: jest.fn(() => new Promise<void>(() => {})) });
  const form = box("Password").closest("form");
  await act(async () => {
    form?.requestSubmit();
    form?.requestSubmit();
  });
  expect(onSubmit).toHaveBeenCalledTimes(1);
});

describe("after a plain post that was refused", () => {
  const refused = {
    form: "test",
    status: 400,
    title: "Not valid",
    fields: { email: ["This is not an email address"] },
    typed: { email: "ada" },
  };

  test("the page shows why, what was typed, and where to go on", () => {
    open({ refused });
    expect(box("Email address")).toHaveValue("ada");
    expect(box("Email address")).toHaveAccessibleDescription("This is not an email address");
    expect(box("Email address")).toHaveFocus();
  });

  test("other forms of the page are as they were", () => {
    open({ refused: { ...refused, form: "another" } });
    expect(box("Email address")).toHaveValue("");
    expect(box("Email address")).toBeValid();
  });
});
