import type { Invitation, SpaceSummary, VisibleAccessMethod } from '../../protocol/account';

/** What an invitation says besides the way into the space. */
export interface InvitationTerms {
  /** Name of the member who invites, or for the API of the owner or else the cluster. */
  readonly host: string;
  readonly sipDomain: string;
  /** Where the web app is found, such as `https://join.example.org`. */
  readonly webBridgeUrl: string;
}

/** The words of an invitation into a space by one of its ways. There are English ones only, and `language` says so. */
export function invitationTo(space: Pick<SpaceSummary, 'name'>, method: VisibleAccessMethod, terms: InvitationTerms): Invitation {
  const { host, sipDomain, webBridgeUrl } = terms;
  const lines = [
    `${host} invites you to ${space.name}.`,
    '',
    `Join: ${webBridgeUrl}/meeting/${method.numericId}?secret=${encodeURIComponent(method.secret)}`,
    `Meeting number: ${method.numericId}`,
    ...(method.passcode === null ? [] : [`Passcode: ${method.passcode}`]),
    `Video address: ${method.uri}@${sipDomain}`,
  ];
  return { language: 'en_US', subject: `Invitation to ${space.name}`, text: lines.join('\n') };
}
