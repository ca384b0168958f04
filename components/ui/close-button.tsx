import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';

/** Closes the dialog or panel that it stands in. */
export function CloseButton() {
  return (
    <Dialog.Close
      aria-label="Close"
      className="grid size-7 pointer-coarse:size-9 pointer-coarse:-my-1 shrink-0 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink"
    >
      <X size={16} aria-hidden />
    </Dialog.Close>
  );
}
