import { Notice } from '@/components/ui/notice';

/** Says what is shown, where the live picture has not taken it over after some seconds: it is seen then, with or without scripts. */
export function AsItWas() {
  return (
    <div className="animate-come-late absolute bottom-4 left-1/2 z-20 -translate-x-1/2 rounded-md bg-raised shadow-[0_8px_32px_var(--shadow)]">
      <Notice tone="waiting">Usher does not answer yet. This is how it was when the page was opened.</Notice>
    </div>
  );
}
