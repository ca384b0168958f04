import { useId, type ReactNode } from 'react';
import clsx from 'clsx';

interface SegmentsProps<Value extends string> {
  /** What is chosen about. */
  label: ReactNode;
  options: Readonly<Record<Value, string>>;
  value: Value;
  onChange: (value: Value) => void;
}

/** A few answers side by side of which one holds. By keyboard the arrows go from one to the next. */
export function Segments<Value extends string>({ label, options, value, onChange }: SegmentsProps<Value>) {
  const name = useId();
  const values = Object.keys(options) as Value[];
  return (
    <fieldset className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      <legend className="float-left w-24 text-xs text-muted">{label}</legend>
      <div className="flex flex-wrap rounded-md border bg-sunken p-0.5">
        {values.map((one) => (
          <label
            key={one}
            className={clsx(
              'cursor-pointer rounded-sm px-2.5 py-1 pointer-coarse:py-2 text-xs font-medium whitespace-nowrap transition-colors duration-150',
              'has-focus-visible:outline-2 has-focus-visible:outline-accent',
              one === value ? 'bg-raised text-ink shadow-[0_0_0_1px_var(--line),0_1px_2px_var(--shadow)]' : 'text-muted hover:text-ink',
            )}
          >
            <input type="radio" name={name} value={one} checked={one === value} onChange={() => onChange(one)} className="sr-only" />
            {options[one]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
