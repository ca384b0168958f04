import { parentPort, workerData } from 'node:worker_threads';
import type { ReadingProgress } from '@/lib/trace/diagnosis-progress';
import { diagnoseFiles } from '@/server/diagnoses/diagnose-files';
import type { KnownTargets, TargetIds } from '@/server/diagnoses/known-targets';
import type { FromThread, ThreadJob, ToThread } from '@/server/diagnoses/thread-messages';

/** Nobody looks more often. */
const tellEveryMs = 100;

function say(message: FromThread): void {
  parentPort?.postMessage(message);
}

function tellNowAndThen(): (progress: ReadingProgress) => void {
  let toldAt = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now - toldAt < tellEveryMs && progress.read < progress.of) return;
    toldAt = now;
    say({ says: 'progress', progress });
  };
}

/** Asks Usher, which reads them from the bridges. */
function targetsOfUsher(): Pick<KnownTargets, 'ofMove'> {
  const open = new Map<number, (ids: TargetIds | null) => void>();
  let asked = 0;
  parentPort?.on('message', ({ question, ids }: ToThread) => {
    open.get(question)?.(ids);
    open.delete(question);
  });
  return {
    ofMove: ({ participant, newParticipant }) =>
      new Promise((resolve) => {
        asked += 1;
        open.set(asked, resolve);
        say({ says: 'target-of', question: asked, moved: { participant, newParticipant } });
      }),
  };
}

/** Makes one diagnosis in a thread of its own, and says what came of it. */
async function main({ files, asksForTargets, ...terms }: ThreadJob): Promise<void> {
  const targets = asksForTargets ? targetsOfUsher() : undefined;
  say({ says: 'report', report: await diagnoseFiles(files, { ...terms, targets, onProgress: tellNowAndThen() }) });
}

void main(workerData as ThreadJob);
