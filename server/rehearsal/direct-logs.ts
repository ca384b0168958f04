import { exchangeWithControl } from '@/server/rehearsal/control-request';

/**
 * Has all nodes of the emulator send their logs to a port of this machine, over TCP as bridges do.
 * @param control the address of its control port
 * @throws if it does not answer, or refuses
 */
export async function directLogs(control: string, port: number): Promise<void> {
  const { status, body } = await exchangeWithControl(`${control}/syslog`, 'PUT', { destination: { transport: 'tcp', port } });
  if (status !== 200) throw new Error(`the emulator answered ${status}: ${body}`);
}
