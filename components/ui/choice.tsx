import clsx from 'clsx';

interface ChoiceProps {
  /** Names the list for those who do not see it. */
  label: string;
  /** What stands for choosing nothing. */
  all: string;
  options: readonly { readonly value: string; readonly label: string }[];
  value: string | null;
  onChange: (value: string | null) => void;
}

/** A short list to pick one from, or none; marked while something is picked. */
export function Choice({ label, all, options, value, onChange }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      value={value ?? ''}
      onChange={({ target }) => onChange(target.value === '' ? null : target.value)}
      className={clsx('h-8 max-w-56 pointer-coarse:h-9 truncate rounded-md border bg-raised px-2 text-sm focus-visible:outline-offset-0', value === null ? 'text-muted' : 'border-accent text-ink')}
    >
      <option value="">{all}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
