import { clientIp } from "#lib/server/client-ip";
import { withSettings } from "#support/settings";

const ipOf = (remoteAddress: string | undefined, forwarded?: string) =>
  clientIp({ headers: { "x-forwarded-for": forwarded }, socket: { remoteAddress } } as never);

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["::ffff:c000:201", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["2001:db8:1:2::", "2001:db8:1:2::/64"],
  [undefined, ""],
])("clientIp — remote address %s — %s", (remote, counted) => {
  expect(ipOf(remote)).toBe(counted);
});

test("clientIp — X-Forwarded-For without TRUST_PROXY — ignored", () => {
  expect(ipOf("192.0.2.1", "198.51.100.7")).toBe("192.0.2.1");
});

describe("clientIp — TRUST_PROXY set", () => {
  withSettings({ TRUST_PROXY: true });

  test.each([
    ["198.51.100.7", "198.51.100.7"],
    ["203.0.113.9, 198.51.100.7", "198.51.100.7"],
    ["2001:db8::5", "2001:db8:0:0::/64"],
    ["", "192.0.2.1"],
  ])("X-Forwarded-For: %s — counts the last entry", (forwarded, counted) => {
    expect(ipOf("192.0.2.1", forwarded)).toBe(counted);
  });
});
