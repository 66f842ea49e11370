/** Where files are stored: a folder, or a bucket of an S3-compatible service. */
export type FilesLocation = { folder: string } | { bucket: Bucket };

export type Bucket = {
  /** The URL that names of files are appended to, with the bucket in its path. */
  base: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
};

const FORM = "must be file:<folder>, or s3://<access key>:<secret>@<host>/<bucket>";

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with a FILES_URL; undefined where nothing is. */
export function filesUrlError(url: string): string | undefined {
  if (url.startsWith("file:")) return url === "file:" ? FORM : undefined;
  if (!/^s3(\+http)?:\/\//.test(url)) return FORM;
  const parsed = URL.parse(url);
  const [, bucket] = parsed?.pathname.split("/") ?? [];
  const isWhole = parsed?.username && parsed.password && bucket && parsed.hash === "";
  if (!isWhole || !isEncoded(parsed.username) || !isEncoded(parsed.password)) {
    return `${FORM}, with / + @ # % in the secret written %2F %2B %40 %23 %25`;
  }
  const unknown = [...parsed.searchParams.keys()].find((name) => name !== "region");
  return unknown === undefined ? undefined : `has the unknown parameter ${unknown}; the only one is region`;
}

/** Parses a valid FILES_URL. */
export function parseFilesUrl(url: string): FilesLocation {
  if (url.startsWith("file:")) return { folder: url.slice("file:".length) };
  const { host, password, pathname, protocol, searchParams, username } = new URL(url);
  const scheme = protocol === "s3:" ? "https" : "http";
  return {
    bucket: {
      base: `${scheme}://${host}${pathname.replace(/\/*$/, "/")}`,
      region: searchParams.get("region") ?? "us-east-1",
      accessKeyId: decodeURIComponent(username),
      secretAccessKey: decodeURIComponent(password),
    },
  };
}
