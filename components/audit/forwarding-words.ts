import type { AuditForwarding } from '@/lib/audit/audit-forwarding';

const figures = new Intl.NumberFormat('en');

/** How the forwarding stands, as a line without its time. */
export function forwardingWords({ target, state, behind, heldBack, error }: AuditForwarding): string {
  const kept = heldBack > 0 ? `; ${figures.format(heldBack)} keep their details for longer until they are forwarded` : '';
  if (state === 'connected') return behind === 0 ? `Forwarded to ${target}, all of it` : `Forwarding to ${target}: ${figures.format(behind)} to go${kept}`;
  const waiting = `${figures.format(behind)} ${behind === 1 ? 'record waits' : 'records wait'}${kept}`;
  return state === 'connecting' ? `Connecting to ${target}; ${waiting}` : `${target} does not take the records: ${sentence(error ?? 'no reason is known')} ${waiting}`;
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
