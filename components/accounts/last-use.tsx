import { DateText } from "#components/ui/date-text";

type Props = { moment: string | null };

export function LastUse({ moment }: Props) {
  if (moment === null) return "Never used";
  return (
    <>
      Last used <DateText value={moment} />
    </>
  );
}
