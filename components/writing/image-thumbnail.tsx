import { useEffect, useRef, useState } from "react";
import type { ImageUpload } from "#lib/client/upload-list";

/** Twice the size on the page, for screens with small pixels. */
const WIDTH = 160;

const look = "size-full rounded-sm bg-wash object-contain";

/** An image that is being inserted. Drawn from its file: the Content-Security-Policy allows no `blob:` URLs. */
export function ImageThumbnail({ upload: { file, url } }: { upload: ImageUpload }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    if (!file || typeof createImageBitmap === "undefined") return;
    let isGone = false;
    async function draw(from: Blob) {
      const bitmap = await createImageBitmap(from, { resizeWidth: WIDTH, resizeQuality: "medium" });
      const element = canvas.current;
      if (!isGone && element) {
        element.width = bitmap.width;
        element.height = bitmap.height;
        element.getContext("2d")?.drawImage(bitmap, 0, 0);
        setDrawn(true);
      }
      bitmap.close();
    }
    // Of a file that is no image, the server says so.
    draw(file).catch(() => {});
    return () => {
      isGone = true;
    };
  }, [file]);
  if (!isDrawn && !file && url) return <img src={url} alt="" className={look} />;
  return <canvas ref={canvas} className={look} />;
}
