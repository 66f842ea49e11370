import { formFieldError } from "#lib/shared/form-texts";
import { parseProfileForm, toProfileForm } from "#lib/shared/profile-form";
import { UserPatch } from "#lib/shared/users";

const IMAGE = "a".repeat(64);
const profile = {
  ...{ name: "Ada", bio: "Counts." },
  image: { image: IMAGE, url: `/images/${IMAGE}-480.webp` },
  links: [
    { label: "Social | Mastodon", url: "https://social.example/@ada" },
    { label: "", url: "https://ada.example/a|b" },
  ],
};

test("toProfileForm — a profile — its form gives the same profile", () => {
  const { image, links, ...texts } = UserPatch.parse(parseProfileForm(toProfileForm(profile)));
  expect(texts).toEqual({ name: "Ada", bio: "Counts." });
  expect(image).toEqual({ image: IMAGE });
  expect(links).toEqual([profile.links[0], { label: "", url: "https://ada.example/a%7Cb" }]);
});

test("parseProfileForm — links with and without a label, empty lines, no image", () => {
  const links = "\nMastodon | https://social.example/@ada\r\n\n  https://ada.example  \n";
  expect(parseProfileForm({ name: "Ada", bio: "", image: " ", links })).toEqual({
    ...{ name: "Ada", bio: "", image: null },
    links: [
      { label: "Mastodon", url: "https://social.example/@ada" },
      { label: "", url: "https://ada.example" },
    ],
  });
});

test("parseProfileForm — fields that were not sent — left out", () => {
  expect(parseProfileForm({ name: "Ada" })).toEqual({ name: "Ada", bio: undefined });
});

test("formFieldError — an error of a line — says which", () => {
  const fields = { "links.1.url": ["Each link must have a URL"], name: ["Name is required"] };
  expect(formFieldError(fields, "links")).toBe("Line 2: Each link must have a URL");
  expect(formFieldError(fields, "name")).toBe("Name is required");
  expect(formFieldError(fields, "link")).toBeUndefined();
});
