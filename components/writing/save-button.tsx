import { Button } from "#components/ui/button";

type Props = { /** The form's name when posted without JavaScript. */ name: string; isBusy: boolean; children: string };

/** The button that submits the editor's form. The second click of a double click can arrive after the response: it does nothing. */
export const SaveButton = ({ name, isBusy, children }: Props) => (
  <Button
    type="submit"
    name="form"
    value={name}
    isBusy={isBusy}
    onClick={(event) => event.detail > 1 && event.preventDefault()}
  >
    {children}
  </Button>
);
