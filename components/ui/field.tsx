import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react';
import clsx from 'clsx';

const box =
  'w-full rounded-md border bg-surface px-3 text-sm text-ink placeholder:text-muted/80 focus-visible:outline-offset-0 aria-invalid:border-failed disabled:opacity-60';

interface Frame {
  label: string;
  /** What is wrong with the value, shown at the field and read out with it. */
  error?: string | undefined;
  hint?: ReactNode;
}

interface Wiring {
  id: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

function Framed({ label, error, hint, children }: Frame & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': note ? `${id}-note` : undefined })}
      {note && (
        <p id={`${id}-note`} className={clsx('text-xs', error ? 'text-failed' : 'text-muted')}>
          {note}
        </p>
      )}
    </div>
  );
}

export function TextField({ label, error, hint, className, ...rest }: Frame & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Framed label={label} error={error} hint={hint}>
      {(wiring) => <input className={clsx(box, 'h-9', className)} {...rest} {...wiring} />}
    </Framed>
  );
}

export function TextAreaField({ label, error, hint, className, ...rest }: Frame & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Framed label={label} error={error} hint={hint}>
      {(wiring) => <textarea className={clsx(box, 'min-h-28 py-2', className)} {...rest} {...wiring} />}
    </Framed>
  );
}

export function SelectField({ label, error, hint, className, ...rest }: Frame & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <Framed label={label} error={error} hint={hint}>
      {(wiring) => <select className={clsx(box, 'h-9', className)} {...rest} {...wiring} />}
    </Framed>
  );
}
