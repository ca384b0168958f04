import { exportAudit, getAuditForwarding, listAudit, verifyAudit } from '@/server/commands/audit';
import { getBoard } from '@/server/commands/board';
import * as callBridges from '@/server/commands/call-bridges';
import type { Command } from '@/server/commands/command';
import * as meetings from '@/server/commands/meetings';
import * as sequels from '@/server/commands/move-sequels';
import * as moves from '@/server/commands/moves';
import { diagnoseFiles } from '@/server/commands/diagnoses';
import { countFailedItems } from '@/server/commands/failures';
import { carryPeople } from '@/server/commands/presence';
import * as notices from '@/server/commands/notices';
import * as people from '@/server/commands/people';
import * as rehearsal from '@/server/commands/rehearsal';
import { listSpaceDetails, listSpaces } from '@/server/commands/spaces';
import { getSyslog } from '@/server/commands/syslog';
import { getTrust } from '@/server/commands/trust';
import * as tokens from '@/server/commands/tokens';
import * as webhooks from '@/server/commands/webhooks';

/** Everything that can be asked for. Server actions, the API and the console's reads only translate into these rows. */
const table = {
  'list-meetings': meetings.listMeetings,
  'get-meeting': meetings.getMeeting,
  'list-meeting-participants': meetings.listMeetingParticipants,
  'get-meeting-log': meetings.getMeetingLog,
  'list-meeting-details': meetings.listMeetingDetails,
  'get-board': getBoard,
  'list-participants': meetings.listParticipants,
  'get-participant': meetings.getParticipant,
  'list-spaces': listSpaces,
  'list-space-details': listSpaceDetails,
  'submit-move': moves.submitMove,
  'judge-move': moves.judgeMove,
  'undo-move': sequels.undoMove,
  'judge-undo': sequels.judgeUndo,
  'repeat-move': sequels.repeatMove,
  'judge-repeat': sequels.judgeRepeat,
  'carry-people': carryPeople,
  'pause-move': moves.pauseMove,
  'resume-move': moves.resumeMove,
  'cancel-move': moves.cancelMove,
  'retry-move': moves.retryMove,
  'list-moves': moves.listMoves,
  'count-failures': countFailedItems,
  'get-move': moves.getMove,
  'get-item-trace': moves.getItemTrace,
  'diagnose-files': diagnoseFiles,
  'list-notices': notices.listNotices,
  'dismiss-notice': notices.dismissNotice,
  'redial-person': notices.redialPerson,
  'take-join-link': notices.takeJoinLink,
  'list-call-bridges': callBridges.listCallBridges,
  'get-syslog': getSyslog,
  'list-clusters': callBridges.listClusters,
  'get-trust': getTrust,
  'inspect-call-bridge': callBridges.inspectCallBridge,
  'test-call-bridge': callBridges.testCallBridge,
  'add-call-bridge': callBridges.addCallBridge,
  'edit-call-bridge': callBridges.editCallBridge,
  'remove-call-bridge': callBridges.removeCallBridge,
  'discover-call-bridges': callBridges.discoverCallBridges,
  'get-tracing': callBridges.getTracing,
  'change-tracing': callBridges.changeTracing,
  'change-cluster': callBridges.changeCluster,
  'stop-all': callBridges.stopAll,
  'list-people': people.listPeople,
  'add-person': people.addPerson,
  'change-role': people.changeRole,
  'reset-password': people.resetPassword,
  'remove-person': people.removePerson,
  'change-own-password': people.changeOwnPassword,
  'get-me': people.getMe,
  'list-tokens': tokens.listTokens,
  'create-token': tokens.createToken,
  'delete-token': tokens.deleteToken,
  'list-webhooks': webhooks.listWebhooks,
  'list-webhook-deliveries': webhooks.listDeliveries,
  'add-webhook': webhooks.addWebhook,
  'remove-webhook': webhooks.removeWebhook,
  'test-webhook': webhooks.testWebhook,
  'get-rehearsal': rehearsal.getRehearsal,
  'arm-fault': rehearsal.armFault,
  'clear-faults': rehearsal.clearFaults,
  'set-rehearsal-speed': rehearsal.setRehearsalSpeed,
  'list-audit': listAudit,
  'verify-audit': verifyAudit,
  'export-audit': exportAudit,
  'get-audit-forwarding': getAuditForwarding,
};

export type CommandName = keyof typeof table;

/** The rows as the door takes them: each checks its own input, so that their types need not be known here. */
export const commands = table as unknown as Record<CommandName, Command>;

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(table, name);
}
