import { DateText } from "#components/site/date-text";

type Props = { time: string | null };

export function LastUse({ time }: Props) {
  if (time === null) return "Never used";
  return (
    <>
      Last used <DateText value={time} />
    </>
  );
}
