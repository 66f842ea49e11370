/** What a purge does, for its confirmation. */
export const PurgeConsequences = ({ title }: { title: string }) => (
  <p>
    “<bdi>{title}</bdi>” is deleted with its history and its unsaved changes. It cannot be restored.
  </p>
);
