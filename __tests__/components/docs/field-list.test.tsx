import { screen } from "@testing-library/react";
import { FieldList } from "#components/docs/field-list";
import { show } from "#support/render";

test("FieldList — request field — type, limits and whether it is required", () => {
  show(<FieldList fields={[{ name: "title", type: "string", isRequired: true, limits: ["1–200 characters"] }]} />);
  expect(screen.getByRole("term")).toHaveTextContent("title required");
  expect(screen.getByRole("definition")).toHaveTextContent("string · 1–200 characters");
});

test("FieldList — optional request field — not marked as required", () => {
  show(<FieldList fields={[{ name: "tags", type: "string[]" }]} />);
  expect(screen.getByRole("term")).toHaveTextContent(/^tags$/);
});

test("FieldList — response — only optional fields are marked", () => {
  const fields = [
    { name: "id", type: "string", isRequired: true },
    { name: "highlight", type: "string" },
  ];
  show(<FieldList fields={fields} isReply />);
  expect(screen.getAllByRole("term").map(({ textContent }) => textContent)).toEqual(["id ", "highlight optional"]);
});

test("FieldList — values listed, backticks as code", () => {
  show(
    <FieldList
      fields={[{ name: "status", type: "string", values: ["draft", "published"], description: "Use `draft`." }]}
    />,
  );
  expect(screen.getByText(/^One of/)).toHaveTextContent("One of draft, published");
  expect(screen.getByText(/^Use/)).toHaveTextContent("Use draft.");
});

test("FieldList — named type — link to its fields", () => {
  show(<FieldList fields={[{ name: "posts", type: "Post[]", schema: "Post" }]} />);
  expect(screen.getByRole("link", { name: "Post" })).toHaveAttribute("href", "#Post");
  expect(screen.getByRole("definition")).toHaveTextContent("Post[]");
});

test("FieldList — nested fields — prefixed with the field's name", () => {
  show(<FieldList fields={[{ name: "author", type: "object", fields: [{ name: "id", type: "string" }] }]} />);
  expect(screen.getByText("author.id")).toBeVisible();
});
