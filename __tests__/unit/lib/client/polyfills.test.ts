const { canParse } = URL;

afterEach(() => {
  URL.canParse = canParse;
});

test("URL.canParse — missing in the browser — the polyfill returns what the native one does", async () => {
  Reflect.deleteProperty(URL, "canParse");
  expect(URL.canParse).toBeUndefined();
  await import("#lib/client/polyfills");
  expect(URL.canParse).not.toBe(canParse);
  for (const url of ["https://example.com/", "/path", "https://", "", "mailto:a@b"]) {
    expect([url, URL.canParse(url)]).toEqual([url, canParse(url)]);
    expect([url, URL.canParse(url, "https://example.com")]).toEqual([url, canParse(url, "https://example.com")]);
  }
});

test("URL.canParse — present in the browser — not replaced", async () => {
  jest.resetModules();
  await import("#lib/client/polyfills");
  expect(URL.canParse).toBe(canParse);
});
