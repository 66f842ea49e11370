import { addressesOf, isPublicAddress } from "#lib/server/import/images/public-addresses";

test.each([
  ...["127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254"],
  ...["100.64.0.1", "100.127.255.255", "0.0.0.0", "0.1.2.3", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1"],
  ...["198.18.0.1", "198.51.100.1", "203.0.113.1", "192.0.0.1"],
  ...["::1", "::", "fe80::1", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "100::1"],
  ...["::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1"],
  ...["::7f00:1", "4000::1", "100:0:0:1::1", "168.63.129.16", "2606:2800:220:1::1%eth0"],
  ...["2002:7f00:1::1", "2001::1", "fe80::1%eth0", "localhost", "", "1.2.3"],
])("isPublicAddress — %s — no", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(["93.184.216.34", "1.1.1.1", "2606:2800:220:1::1", "::ffff:1.1.1.1"])(
  "isPublicAddress — %s — yes",
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

const never = () => Promise.reject(new Error("resolved"));

test.each([
  "http://127.0.0.1/",
  "http://2130706433/",
  "http://0x7f.1/",
  "http://0177.0.0.1/",
  "http://[::1]/",
  "http://[::ffff:169.254.169.254]/",
  "http://127.1:8080/",
  "http://①②⑦.0.0.1/",
])("addressesOf — %s — refused without a look at DNS", async (url) => {
  await expect(addressesOf(new URL(url), never, isPublicAddress)).rejects.toThrow(/no address of the public internet/);
});

test("addressesOf — a name with a public and a private address — refused", async () => {
  const resolve = async () => [
    { address: "1.1.1.1", family: 4 },
    { address: "fd00::1", family: 6 },
  ];
  await expect(addressesOf(new URL("http://a.example/"), resolve, isPublicAddress)).rejects.toThrow(
    "a.example is at fd00::1, which is no address of the public internet",
  );
});

test("addressesOf — localhost — refused", async () => {
  const resolve = async () => [{ address: "127.0.0.1", family: 4 }];
  await expect(addressesOf(new URL("http://localhost/"), resolve, isPublicAddress)).rejects.toThrow(/localhost is at/);
});
