import path from "node:path";
import { type Bucket, filesUrlError, parseFilesUrl } from "#lib/server/files/files-url";
import { fileTarget } from "./file-target.ts";
import { s3Target } from "./s3-target.ts";
import { BackupRefused, type BackupTarget } from "./target.ts";

const S3 = /^s3(?:\+http)?:\/\//;
/** No path: other URLs; one of S3 that is misspelt, as its secret would be in messages; standard input and output. */
const NO_PATH = /^(?:[a-z][a-z\d+.-]*:\/\/|s3(?:\+http)?:|-?$)/i;
const NAME = /^[A-Za-z\d][\w.-]{0,200}$/;
const FORM = "must be s3://<bucket>/<name>, or s3://<access key>:<secret>@<host>/<bucket>/<name>";

/** The bucket of FILES_URL's service and key that `s3://<bucket>/…` names. */
function bucketOfImages(url: URL, folder: string, filesUrl: string): Bucket {
  const images = parseFilesUrl(filesUrl);
  if ("folder" in images) {
    throw new BackupRefused(`s3://${url.host}${url.pathname} has no access key, and FILES_URL is no bucket; ${FORM}`);
  }
  const { origin } = new URL(images.bucket.base);
  return { ...images.bucket, base: `${origin}/${url.host}${folder}` };
}

/** @throws {BackupRefused} */
function s3Location(target: string, filesUrl: string): { bucket: Bucket; name: string } {
  const url = URL.parse(target);
  const [, folder = "", name = ""] = /^(.*\/)([^/]*)$/.exec(url?.pathname ?? "") ?? [];
  // Nothing of the URL is repeated: it has a secret.
  if (!url || !NAME.test(name)) {
    throw new BackupRefused(
      `the URL must end with a name of A-Z a-z 0-9 . _ -, which begins with a letter or digit; ${FORM}`,
    );
  }
  if (!url.username && !url.password && !url.search) return { bucket: bucketOfImages(url, folder, filesUrl), name };
  url.pathname = folder;
  const error = filesUrlError(url.href);
  const location = error === undefined ? parseFilesUrl(url.href) : undefined;
  if (!location || "folder" in location)
    throw new BackupRefused(`the URL ${error?.replace(/must be .*?bucket>/, FORM)}`);
  return { bucket: location.bucket, name };
}

type Options = {
  /** The directory that paths are relative to. */
  cwd: string;
  /** Whether the backup may replace one; in files only. */
  overwrites?: boolean;
  /** FILES_URL, whose service and key `s3://<bucket>/<name>` means. */
  filesUrl: string;
};

/** A backup at a path or an S3 URL. @throws {BackupRefused} */
export function locateBackup(target: string, { cwd, filesUrl, overwrites = false }: Options): BackupTarget {
  if (!S3.test(target)) {
    if (NO_PATH.test(target)) throw new BackupRefused(`the target must be a file or an s3:// URL; ${FORM}`);
    return fileTarget(path.resolve(cwd, target), overwrites);
  }
  if (overwrites) {
    throw new BackupRefused("--overwrite replaces files only; a backup in a bucket must have a new name");
  }
  const { bucket, name } = s3Location(target, filesUrl);
  return s3Target(bucket, name);
}
