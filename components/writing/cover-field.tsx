import { type ComponentProps, type ComponentType, useEffect, useRef, useState } from "react";
import { Field } from "#components/ui/field";
import { useAccount } from "#lib/client/use-account";

type PickerProps = ComponentProps<typeof import("./cover-picker.tsx").CoverPicker>;

type Props = Pick<PickerProps, "error" | "label"> & {
  name: string;
  defaultValue: string;
  autoFocus?: boolean;
  /** Whether the panel is open: then the picker is loaded. */
  isShown: boolean;
};

/**
 * The field of a post's cover: Markdown, which drafts and comparisons have too. With an account and JavaScript, the picker
 * stands for it, and writes into it.
 */
export function CoverField({ isShown, error, label, ...props }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { session } = useAccount();
  const account = session?.account?.id;
  const [Picker, setPicker] = useState<ComponentType<PickerProps>>();
  useEffect(() => {
    if (!isShown || account === undefined) return;
    let isGone = false;
    import("./panel-parts.tsx").then(
      ({ CoverPicker }) => {
        if (!isGone) setPicker(() => CoverPicker);
      },
      // Where it cannot be loaded, such as after a new build, the field is there.
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [isShown, account]);
  const isPicked = Picker !== undefined && account !== undefined;
  return (
    <>
      {isPicked && <Picker field={field} account={account} label={label} error={error} />}
      <div hidden={isPicked}>
        <Field
          {...props}
          ref={field}
          rows={2}
          label={label}
          error={error}
          hint="Optional: an uploaded image for the top of the post, as Markdown: ![alternative text](its URL)."
          autoComplete="off"
          spellCheck={false}
          dir="auto"
        />
      </div>
    </>
  );
}
