import { type RefObject, useEffect } from "react";

/** Makes a field as high as its text where the browser does not know `field-sizing` (CSS Basic User Interface 4). */
export function useGrowingField(field: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    const element = field.current;
    if (!element || CSS.supports?.("field-sizing", "content")) return;
    const grow = () => {
      element.style.height = "auto";
      element.style.height = `${element.scrollHeight}px`;
    };
    grow();
    element.addEventListener("input", grow);
    window.addEventListener("resize", grow);
    return () => {
      element.removeEventListener("input", grow);
      window.removeEventListener("resize", grow);
    };
  }, [field]);
}
