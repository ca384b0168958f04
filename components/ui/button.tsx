import type { ComponentProps } from 'react';
import clsx from 'clsx';

const looks = {
  primary: 'bg-accent text-accent-ink hover:bg-accent/90 border-transparent',
  plain: 'bg-raised text-ink hover:bg-sunken border-line',
  quiet: 'border-transparent bg-transparent text-muted hover:bg-sunken hover:text-ink',
  danger: 'bg-raised text-failed border-failed/40 hover:bg-failed/10',
} as const;

export interface ButtonProps extends ComponentProps<'button'> {
  look?: keyof typeof looks;
  size?: 'small' | 'normal' | 'icon';
}

/** Of those that are small for a mouse, each is large enough for a finger where there is one. */
const sizes = {
  small: 'h-7 pointer-coarse:h-9 px-2.5 text-xs',
  normal: 'h-9 px-3.5 text-sm',
  icon: 'size-8 pointer-coarse:size-9 justify-center',
} as const;

/** A button; `type` is `button` unless said, so that none submits a form by accident. */
export function Button({ look = 'plain', size = 'normal', type = 'button', className, ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={clsx(
        'inline-flex shrink-0 items-center gap-1.5 rounded-md border font-medium whitespace-nowrap',
        'transition-colors duration-150 disabled:opacity-55',
        looks[look],
        sizes[size],
        className,
      )}
      {...rest}
    />
  );
}
