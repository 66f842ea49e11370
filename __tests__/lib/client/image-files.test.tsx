import { fileRefusal, isImageFile } from "#lib/client/image-files";

const MAX = 20 * 1024 * 1024;
const fileOf = (name: string, type: string, size = 10) => ({ name, type, size });

test.each([
  ["cat.jpg", "image/jpeg"],
  ["cat.png", "image/png"],
  ["cat.avif", ""],
  ["cat.jfif", "image/pjpeg"],
])("fileRefusal — %s of the type “%s” — none", (name, type) => {
  expect(fileRefusal(fileOf(name, type), MAX)).toBeUndefined();
});

test.each([
  [fileOf("cat.heic", ""), "HEIC is not accepted: export it as JPEG."],
  [fileOf("cat.HEIF", "image/heif"), "HEIC is not accepted: export it as JPEG."],
  [fileOf("cat.svg", "image/svg+xml"), "It is not an image of an accepted type: JPEG, PNG, WebP, GIF or AVIF."],
  [fileOf("notes.txt", "text/plain"), "It is not an image of an accepted type: JPEG, PNG, WebP, GIF or AVIF."],
  [fileOf("notes", ""), "It is not an image of an accepted type: JPEG, PNG, WebP, GIF or AVIF."],
  [fileOf("cat.png", "image/png", 0), "The file is empty."],
  [fileOf("cat.png", "image/png", MAX + 1), "It is larger than 20 MiB."],
])("fileRefusal — %j — the reason", (file, reason) => {
  expect(fileRefusal(file, MAX)).toBe(reason);
});

test("isImageFile — by type, and by name where there is no type", () => {
  const files = [fileOf("a", "image/x-icon"), fileOf("a.png", ""), fileOf("a.png", "text/plain"), fileOf("a.md", "")];
  expect(files.map(isImageFile)).toEqual([true, true, false, false]);
});
