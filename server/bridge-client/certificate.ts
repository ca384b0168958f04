import type { Answer } from '@/server/bridge-client/bridge-error';
import type { BridgeAddress } from '@/server/bridge-client/bridge-address';
import { connectionFailure } from '@/server/bridge-client/exchange-failure';
import { unreachable } from '@/server/bridge-client/failure-words';
import { CertificateMismatchError, connectOnce, secureConnector } from '@/server/bridge-client/secure-connector';
import type { CertificateFacts } from '@/server/bridge-client/trust';

const timeoutMs = 5000;
/** No certificate has this fingerprint: whatever is shown is a mismatch, and comes back with the refusal. */
const nobody = { kind: 'fingerprint', value: '' } as const;

/**
 * The certificate that is shown at an address, for a person to confirm. Nothing is sent there. Null over http, where there
 * is none; an error where nobody answers or TLS is not spoken.
 */
export async function inspectCertificate(address: BridgeAddress): Promise<Answer<CertificateFacts | null>> {
  try {
    const socket = await connectOnce(secureConnector({ trust: nobody, timeoutMs }), address);
    socket.destroy();
    return { ok: true, value: null };
  } catch (error) {
    if (error instanceof CertificateMismatchError) return { ok: true, value: error.presented };
    if (error instanceof Error) return { ok: false, error: unreachable(address, connectionFailure(error)) };
    throw error;
  }
}
