import clsx from 'clsx';

const radius = 8;
const around = 2 * Math.PI * radius;

/** A ring that fills on the way and is solid only once it is proven. `progress` is from 0 to 1. */
export function ProgressRing({ progress, failed }: { progress: number; failed?: boolean }) {
  const proven = progress >= 1 && !failed;
  return (
    <svg viewBox="0 0 20 20" aria-hidden className={clsx('size-4 shrink-0 -rotate-90', failed ? 'text-failed' : proven ? 'text-proven' : 'text-waiting')}>
      <circle cx="10" cy="10" r={radius} fill={proven ? 'currentColor' : 'none'} stroke="currentColor" strokeOpacity={proven ? 1 : 0.25} strokeWidth="3" />
      <circle
        cx="10"
        cy="10"
        r={radius}
        fill="none"
        stroke="currentColor"
        strokeWidth="3"
        strokeLinecap="round"
        strokeDasharray={around}
        strokeDashoffset={failed ? 0 : around * (1 - progress)}
        className="transition-[stroke-dashoffset] duration-200"
      />
    </svg>
  );
}
