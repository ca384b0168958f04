'use client';

import type { Trust } from '@/components/call-bridges/actions';
import type { Certificate } from '@/components/call-bridges/results';
import { TextAreaField } from '@/components/ui/field';
import { Fact, Facts } from '@/components/ui/facts';

const choices: readonly { kind: Trust['kind']; label: string; words: string }[] = [
  { kind: 'fingerprint', label: 'This very certificate', words: 'Compare the fingerprint with what the bridge itself shows. A new certificate has to be confirmed again.' },
  { kind: 'authority', label: 'An authority', words: 'Every certificate that it vouches for, for this host name.' },
  { kind: 'system', label: 'What this computer trusts', words: 'For certificates from a public authority.' },
];

interface TrustFieldsProps {
  certificate: Certificate;
  trust: Trust;
  error?: string | undefined;
  onChange: (trust: Trust) => void;
}

/** The certificate that a bridge shows, and how it is to be judged from now on. */
export function TrustFields({ certificate, trust, error, onChange }: TrustFieldsProps) {
  return (
    <div className="grid gap-4">
      <div className="rounded-md border bg-surface p-3">
        <Facts>
          <Fact name="Certificate of">{certificate.subject}</Fact>
          <Fact name="Issued by">{certificate.issuer}</Fact>
          <Fact name="Valid">
            {certificate.notBefore.slice(0, 10)} to {certificate.notAfter.slice(0, 10)}
          </Fact>
          <Fact name="SHA-256">
            <span className="font-mono text-xs break-all select-all" data-testid="fingerprint">
              {certificate.fingerprint}
            </span>
          </Fact>
        </Facts>
      </div>
      <fieldset className="grid gap-2 text-sm">
        <legend className="mb-1 font-medium">What to trust</legend>
        {choices.map(({ kind, label, words }) => (
          <label key={kind} className="flex cursor-pointer items-start gap-2">
            <input
              type="radio"
              name="trust"
              className="mt-0.5 size-4 shrink-0 accent-accent"
              checked={trust.kind === kind}
              onChange={() => onChange({ kind, value: kind === 'fingerprint' ? certificate.fingerprint : '' })}
            />
            <span>
              {label}
              <span className="block text-xs text-muted">{words}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {trust.kind === 'authority' && (
        <TextAreaField
          label="Certificate of the authority"
          value={trust.value}
          error={error}
          spellCheck={false}
          placeholder="-----BEGIN CERTIFICATE-----"
          className="font-mono !text-xs"
          onChange={(event) => onChange({ kind: 'authority', value: event.target.value })}
        />
      )}
    </div>
  );
}
