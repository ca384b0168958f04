import type { ToCallBridge, ToWebBridge } from '../../protocol/c2w';
import type { LocalSettings } from '../../protocol/client-session';
import type { BridgeCore } from '../bridge-core';
import { tokenIdOf } from '../guest-tokens';
import { isMovedOn, refusedOnArrival } from './arrival-faults';
import type { PlacerParts } from '../placing/placer';
import type { Command, LeaveReason, ParticipantChanges, Refusal } from '../world/command';
import { isLayout } from '../../protocol/layouts';
import { isDeactivated } from '../world/participant';
import { localParticipants } from '../world/world';
import { answerAccount, answerOffer, answerSignIn } from './account-requests';
import { settingsOf } from './guest-view';
import { answerJoin } from './join-request';
import type { GuestWish } from './join-request';
import { SignIns } from './sign-ins';
import type { WebBridgeHandlers } from './web-bridge-links';

type Message<Type extends ToCallBridge['type']> = Extract<ToCallBridge, { type: Type }>;

const longestChatText = 2_000;

/** What this Call Bridge does for users of the web app, as web bridges ask for it over C2W. */
export function guestRequests(core: BridgeCore, parts: () => PlacerParts, wish: GuestWish): WebBridgeHandlers {
  const signIns = new SignIns(core.clock);
  return {
    message(webBridge, message) {
      const answer = (frame: ToWebBridge): void => void parts().webBridges.send(webBridge, frame);
      switch (message.type) {
        case 'authRequest':
          return void answerJoin(parts(), signIns, wish, webBridge, message).then(answer);
        case 'offerRequest':
          return answer(answerOffer(core, webBridge, message));
        case 'signInRequest':
          return void answerSignIn(parts(), signIns, webBridge, message).then(answer);
        case 'accountRequest':
          return answer(answerAccount(core, signIns, message));
        case 'startSession':
          return startSession(parts(), webBridge, message);
        case 'settings':
          runFor(parts(), webBridge, message.participant, {
            do: 'change-participant',
            participant: message.participant,
            changes: changesOf(message.settings),
            asker: 'client',
          });
          return tellIfRefused(parts(), webBridge, message.participant, message.settings);
        case 'presentation':
          return runFor(parts(), webBridge, message.participant, {
            do: 'present',
            participant: message.participant,
            presenting: message.presenting,
          });
        case 'chat':
          return relayChat(parts(), webBridge, message);
        case 'endSession':
          return runFor(parts(), webBridge, message.participant, {
            do: 'remove-participant',
            participant: message.participant,
            reason: endReasons[message.reason],
          });
      }
    },
    down: (webBridge) => dropGuestsOf(parts(), webBridge),
  };
}

const endReasons: Record<Message<'endSession'>['reason'], LeaveReason> = {
  leave: 'clientInitiatedTeardown',
  moved: 'callMoved',
  'connection-lost': 'timeout',
};

/** Step 11 of a move, and every first join: the browser is there. Media follows after a while. */
function startSession(parts: PlacerParts, webBridge: string, ask: Message<'startSession'>): void {
  const { core, webBridges } = parts;
  const { connection, jwt, settings, userAgent } = ask;
  const token = tokenIdOf(jwt);
  const participant = core.world.tokens.get(token ?? '')?.participant;
  const session = { webBridge, connection, userAgent };
  const barred = participant === undefined ? null : refusedOnArrival(core, participant);
  if (barred) return void webBridges.send(webBridge, { type: 'sessionRefused', connection, reason: barred });
  const outcome = core.run({ do: 'start-session', token: token ?? '', session, changes: changesOf(settings) });
  if (!outcome.ok || participant === undefined) {
    webBridges.send(webBridge, { type: 'sessionRefused', connection, reason: refusalReason(outcome.ok ? null : outcome.refusal) });
    return;
  }
  webBridges.send(webBridge, { type: 'sessionStarted', connection, participant });
  tellIfRefused(parts, webBridge, participant, settings);
  if (isMovedOn(parts, participant)) return;
  if (core.tempo.mediaDelayMs === 0) core.run({ do: 'connect', participant });
  else core.timers.after(core.tempo.mediaDelayMs, () => void core.run({ do: 'connect', participant }));
}

function refusalReason(refusal: Refusal | null): Extract<Parameters<PlacerParts['webBridges']['send']>[1], { type: 'sessionRefused' }>['reason'] {
  if (refusal === 'token-expired') return 'token-expired';
  return refusal === 'no-such-participant' ? 'no-such-call' : 'token-unknown';
}

function changesOf({ audioMuted, videoMuted, layout }: LocalSettings): ParticipantChanges {
  const mutes = { rxAudioMute: audioMuted, rxVideoMute: videoMuted };
  return isLayout(layout) ? { ...mutes, layout } : mutes;
}

/** Runs a guest's wish if that guest is served by the web bridge that says so. */
function runFor({ core }: PlacerParts, webBridge: string, participant: string, command: Command): void {
  if (core.world.participants.get(participant)?.session?.webBridge !== webBridge) return;
  const outcome = core.run(command);
  if (!outcome.ok) core.log.write(`request '${command.do}' of participant ${participant} not carried out: ${outcome.refusal}`);
}

/** Tells a client that may not mute itself, or not unmute, what holds instead of what it asked for. */
function tellIfRefused({ core, webBridges }: PlacerParts, webBridge: string, participant: string, asked: LocalSettings): void {
  const who = core.world.participants.get(participant);
  if (who?.session?.webBridge !== webBridge) return;
  if (who.rxAudioMute === asked.audioMuted && who.rxVideoMute === asked.videoMuted) return;
  webBridges.send(webBridge, { type: 'settings', participant, settings: settingsOf(who) });
}

function relayChat(parts: PlacerParts, webBridge: string, ask: Message<'chat'>): void {
  const { core, links } = parts;
  const sender = core.world.participants.get(ask.participant);
  const call = sender && core.world.calls.get(sender.call);
  if (sender?.session?.webBridge !== webBridge || !call || isDeactivated(sender)) return;
  const message = {
    id: core.ids.guid(),
    from: sender.name,
    text: ask.text.slice(0, longestChatText),
    at: new Date(core.clock.now()).toISOString(),
  };
  deliverChat(parts, call.correlator, message);
  links.tellAll({ type: 'chat', correlator: call.correlator, message });
}

/** Shows a chat message to every guest in the meeting who is homed here, its sender included; not to those in the lobby. */
export function deliverChat(
  { core, webBridges }: Pick<PlacerParts, 'core' | 'webBridges'>,
  correlator: string,
  message: Parameters<typeof chatFrame>[1],
): void {
  const call = core.world.calls.get(core.world.callsByCorrelator.get(correlator) ?? '');
  if (!call) return;
  for (const guest of localParticipants(core.world, call)) {
    if (guest.session && !isDeactivated(guest)) webBridges.send(guest.session.webBridge, chatFrame(guest.id, message));
  }
}

function chatFrame(participant: string, message: { id: string; from: string; text: string; at: string }) {
  return { type: 'chat', participant, message } as const;
}

function dropGuestsOf({ core }: PlacerParts, webBridge: string): void {
  for (const { id, session } of [...core.world.participants.values()]) {
    if (session?.webBridge === webBridge) core.run({ do: 'remove-participant', participant: id, reason: 'error' });
  }
}
