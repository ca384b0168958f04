import { CopyText } from '@/components/ui/copy-text';

/** A secret that is shown this once, with a button that copies it. */
export function SecretOnce({ label, value }: { label: string; value: string }) {
  return (
    <div className="grid gap-1">
      <span className="text-sm font-medium">{label}</span>
      <CopyText text={value} testId="secret-once" />
      <p className="text-xs text-muted">Keep it now: it is not shown again.</p>
    </div>
  );
}
